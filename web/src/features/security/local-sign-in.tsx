import { Button } from '@mantine/core';
import { useState } from 'react';
import { PasswordForm } from './password-form.tsx';
import classes from './security.module.css';

/** The password form; beside a provider it is for the local administrator, and out of everybody else's way. */
export function LocalSignIn({ isDemo, provider }: { isDemo: boolean; provider: { name: string } | null }) {
  const [isOpen, setOpen] = useState(false);
  if (!provider) return <PasswordForm heading={isDemo ? 'Or with e-mail and password' : null} />;
  if (!isOpen)
    return (
      <Button variant="subtle" className={classes.localButton ?? ''} onClick={() => setOpen(true)}>
        Sign in as local administrator
      </Button>
    );
  return <PasswordForm heading="Local administrator" isFocused />;
}
