import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { client } from '../../api/client.ts';
import { Loading } from '../../ui/feedback/states.tsx';
import { Outside } from './outside.tsx';
import { ProviderProblem } from './provider-problem.tsx';
import classes from './security.module.css';
import { useEnter } from './use-enter.ts';

type SentBack = Partial<Record<'state' | 'code' | 'iss' | 'error' | 'error_description', string>>;

/** Where the provider sends the browser back to: hands over what it brought, once, and goes on or says what is wrong. */
export function ProviderCallbackPage() {
  const {
    state = '',
    code,
    iss,
    error,
    error_description: errorDescription,
  } = useSearch({ strict: false }) as SentBack;
  const enter = useEnter();
  const navigate = useNavigate();
  const finish = useMutation({
    mutationFn: () =>
      client.post('/api/v1/oidc-sign-ins/finish', {
        // What is absent is left out of the text that is sent.
        body: { state, code, iss, error, errorDescription: errorDescription?.slice(0, 1000) },
      }),
    onSuccess: ({ session, next }) => enter(session, next),
  });
  const isSent = useRef(false);
  useEffect(() => {
    // An answer works once: not again when React mounts the page twice, as it does in development.
    if (isSent.current) return;
    isSent.current = true;
    // Not kept in the history: going back would only be told that it was used.
    window.history.replaceState(window.history.state, '', '/sign-in/callback');
    finish.mutate();
  }, [finish.mutate]);
  if (!finish.isError)
    return (
      <Outside title="Signing you in">
        <Loading rows={3} label="Signing you in" />
      </Outside>
    );
  return (
    <Outside title="You are not signed in">
      <div className={classes.provider}>
        <ProviderProblem error={finish.error} />
        <Button size="md" variant="filled" onClick={() => void navigate({ to: '/sign-in', search: {} })}>
          Back to sign-in
        </Button>
      </div>
    </Outside>
  );
}
