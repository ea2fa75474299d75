import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { client } from '../../api/client.ts';
import { ProviderProblem } from './provider-problem.tsx';
import classes from './security.module.css';

/** Leads to the provider's own page, and from there back to `next`. */
export function ProviderButton({ label, next }: { label: string; next: string }) {
  const begin = useMutation({
    mutationFn: () => client.post('/api/v1/oidc-sign-ins', { body: { next } }),
    onSuccess: ({ authorizationUrl }) => window.location.assign(authorizationUrl),
  });
  return (
    <div className={classes.provider}>
      {begin.isError ? <ProviderProblem error={begin.error} /> : null}
      <Button
        size="md"
        variant="filled"
        // Until the browser has left: it takes a moment after the answer.
        loading={begin.isPending || begin.isSuccess}
        rightSection={<IconArrowRight size={16} stroke={1.75} aria-hidden />}
        onClick={() => begin.mutate()}
      >
        {label}
      </Button>
    </div>
  );
}
