import { type CodeLanguage, piecesOf } from './highlight.ts';
import classes from './text.module.css';

interface CodeBlockProps {
  code: string;
  language: CodeLanguage;
  label: string;
  isWrapped?: boolean;
}
/** Code to copy. Scrolls inside itself, reachable by keyboard because a long policy must be readable without a mouse. */
export function CodeBlock({ code, language, label, isWrapped = false }: CodeBlockProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard (axe scrollable-region-focusable)
    <pre className={classes.code} data-wrapped={isWrapped || undefined} tabIndex={0} role="region" aria-label={label}>
      <code>
        {piecesOf(code, language).map((piece, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never move
          <span key={index} className={classes[piece.kind]}>
            {piece.text}
          </span>
        ))}
      </code>
    </pre>
  );
}
