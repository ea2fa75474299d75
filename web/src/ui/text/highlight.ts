export type CodeLanguage = 'json' | 'hcl' | 'yaml' | 'shell' | 'cedar';
export interface CodePiece {
  kind: 'key' | 'string' | 'number' | 'comment' | 'plain';
  text: string;
}

/** Order matters: what begins first wins, and a key is a string or word followed by its separator. */
const patterns: Record<CodeLanguage, RegExp> = {
  json: /(?<key>"(?:[^"\\]|\\.)*"(?=\s*:))|(?<string>"(?:[^"\\]|\\.)*")|(?<number>\b-?\d+(?:\.\d+)?\b|true|false|null)/g,
  hcl: /(?<comment>#.*)|(?<key>\b[A-Za-z_][\w]*(?=\s*=)|^(?:resource|output|data|variable)\b)|(?<string>"(?:[^"\\]|\\.)*")|(?<number>\b\d+\b)/gm,
  yaml: /(?<comment>#.*)|(?<key>"?[A-Za-z][\w:]*"?(?=:(?:\s|$)))|(?<string>"(?:[^"\\]|\\.)*")|(?<number>!\w+)/gm,
  cedar:
    /(?<comment>\/\/.*)|(?<key>@\w+|\b(?:permit|forbid|principal|action|resource|context|when|unless|in|is|like|has)\b)|(?<string>"(?:[^"\\]|\\.)*")|(?<number>\b\d+\b)/g,
  shell: /(?<comment>#.*)|(?<string>'[^']*'|"(?:[^"\\]|\\.)*")|(?<key>(?<=\s)--[\w-]+)/g,
};

/** Splits code into coloured pieces. Enough for policies and templates of ours, not a parser. */
export function piecesOf(code: string, language: CodeLanguage): CodePiece[] {
  const pieces: CodePiece[] = [];
  let from = 0;
  for (const match of code.matchAll(patterns[language])) {
    if (match.index > from) pieces.push({ kind: 'plain', text: code.slice(from, match.index) });
    const named = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined);
    pieces.push({ kind: (named?.[0] ?? 'plain') as CodePiece['kind'], text: match[0] });
    from = match.index + match[0].length;
  }
  if (from < code.length) pieces.push({ kind: 'plain', text: code.slice(from) });
  return pieces;
}
