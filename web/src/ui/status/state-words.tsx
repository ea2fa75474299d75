import { Status } from './status.tsx';

/** A state as AWS or the directory says it: icon and plain text where all is well. */
export function StateWord({ state }: { state: string | null }) {
  if (!state) return <span style={{ color: 'var(--cs-text3)' }}>not told</span>;
  const word = state.charAt(0).toUpperCase() + state.slice(1).toLowerCase().replaceAll('_', ' ');
  if (/^(active|enabled)$/i.test(state)) return <Status sign="pass">{word}</Status>;
  if (/suspended|disabled|closed/i.test(state)) return <Status sign="warn">{word}</Status>;
  return <Status sign="off">{word}</Status>;
}
