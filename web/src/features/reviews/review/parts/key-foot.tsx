import classes from '../review.module.css';

const keys: [caps: string[], word: string][] = [
  [['J', 'K'], 'move'],
  [['C'], 'certify'],
  [['R'], 'revoke'],
  [['Space'], 'select'],
  [['U'], 'undo'],
];

export const Cap = ({ children }: { children: string }) => <kbd className={classes.cap}>{children}</kbd>;

/** The keys at the foot: what they do is in their names here, not to be remembered. */
export function KeyFoot({ onHelp }: { onHelp: () => void }) {
  return (
    <footer className={classes.keys}>
      {keys.map(([caps, word]) => (
        <span key={word} className={classes.key}>
          {caps.map((cap) => (
            <Cap key={cap}>{cap}</Cap>
          ))}
          {word}
        </span>
      ))}
      <button type="button" className={classes.allKeys} onClick={onHelp}>
        <Cap>?</Cap> all keys
      </button>
    </footer>
  );
}
