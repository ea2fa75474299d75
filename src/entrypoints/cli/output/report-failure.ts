import { exitCodes, NotVerified, ServerRefused, ServerUnreachable, WrongUsage } from '../failures.ts';
import { printable } from './printable.ts';

interface Report {
  exitCode: number;
  /** For standard error. */
  text: string;
}

/** What stands in the way of a deletion (docs/errors.md, connector-in-use). */
interface GoingOn {
  kind: string;
  name: string;
  person: string | null;
  link: string | null;
}

/** What an ambiguous name may mean (docs/errors.md, ambiguous-name). */
interface Candidate {
  id: string;
  name: string;
  kind: string;
}

const next: Record<string, string> = {
  'not-signed-in': 'Run `countersign login`, then try again.',
  'permission-missing': 'Ask a Super Administrator for the role, or sign in as someone who has it.',
  'changed-meanwhile': 'Someone else saved in between: look at it again, then repeat.',
  'too-many-requests': 'Wait a moment, then try again.',
};

function refusal({ problem }: ServerRefused): string {
  const fields = (problem.fields ?? []).slice(1).map(({ field, message }) => `  ${field}: ${message}`);
  const candidates = Array.isArray(problem.facts?.candidates) ? (problem.facts.candidates as Candidate[]) : [];
  const named = candidates.map(({ id, name, kind }) => `  ${id}  ${name} (${kind})`);
  const goingOn = Array.isArray(problem.facts?.named) ? (problem.facts.named as GoingOn[]) : [];
  for (const { kind, name, person, link } of goingOn)
    named.push(`  ${kind}  ${name}${person ? ` for ${person}` : ''}${link ? `  ${link}` : ''}`);
  const mend = typeof problem.facts?.mend === 'string' ? problem.facts.mend : next[problem.code];
  return [`Refused: ${problem.detail} (${problem.code})`, ...fields, ...named, ...(mend ? [mend] : [])].join('\n');
}

const local = (code: string, error: Error, isJson: boolean, mend: string): string =>
  isJson ? JSON.stringify({ code, detail: error.message, mend }) : `${error.message}\n${mend}`;

/** What standard error says and which exit code a script gets. Anything unforeseen is a bug and keeps its stack. */
export function reportFailure(error: unknown, isJson: boolean): Report | undefined {
  const said = (exitCode: number, text: string): Report => ({ exitCode, text: isJson ? text : printable(text) });
  if (error instanceof ServerRefused)
    return said(exitCodes.refused, isJson ? JSON.stringify(error.problem) : refusal(error));
  if (error instanceof WrongUsage) return said(exitCodes.wrongUsage, local('wrong-usage', error, isJson, error.mend));
  if (error instanceof NotVerified)
    return said(exitCodes.notVerified, local('not-verified', error, isJson, error.mend));
  if (error instanceof ServerUnreachable) {
    const mend = 'Start it with `npm start`, or name another with --url or COUNTERSIGN_URL.';
    return said(exitCodes.unreachable, local('server-unreachable', error, isJson, mend));
  }
  return undefined;
}
