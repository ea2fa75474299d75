import { problemOf, sentenceOf } from '../../api/problem.ts';
import { Banner } from '../../ui/status/banner.tsx';
import { CopyButton } from '../../ui/text/copy.tsx';
import classes from './security.module.css';

/** Why signing in at the provider did not work, what mends it, and by which number the server's log tells of it. */
export function ProviderProblem({ error }: { error: unknown }) {
  const problem = problemOf(error)?.problem;
  const redirectUri = problem?.facts?.redirectUri;
  return (
    <Banner
      tone="bad"
      isAnswer
      actions={
        typeof redirectUri === 'string' ? <CopyButton text={redirectUri}>Copy redirect URI</CopyButton> : undefined
      }
    >
      <p>{sentenceOf(error)}</p>
      {problem?.requestId ? (
        <p className={classes.quiet}>
          Error <span className="cs-mono">{problem.code}</span>, request{' '}
          <span className="cs-mono">{problem.requestId}</span>
        </p>
      ) : null}
    </Banner>
  );
}
