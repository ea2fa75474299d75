import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { ScimTokenKept } from '../../scim-token-kept.tsx';
import classes from '../setup.module.css';
import type { SetupState } from '../use-setup.ts';
import { isSameEndpoint, nothingEntered } from './scim-settings.ts';

/**
 * The token can be written and never read: of one that is kept only its dates are shown. It belongs to its endpoint, so
 * that another endpoint asks for another token (CON-6).
 */
export function ScimTokenField({ state }: { state: SetupState }) {
  const { values, saved, enterScim, errorOf } = state;
  const [isReplacing, setReplacing] = useState(false);
  const field = useFocusOn(isReplacing);
  const isOther = saved.scimToken !== null && !isSameEndpoint(values.scimEndpoint, saved.scimEndpoint);
  // Whatever the server refuses is to be mended in the field, so that it has to be there.
  const isAsked = saved.scimToken === null || isOther || isReplacing || errorOf('scimToken') !== undefined;
  if (saved.scimToken && !isAsked)
    return (
      <div className={classes.kept}>
        <span className={classes.fieldName}>SCIM access token</span>
        <ScimTokenKept token={saved.scimToken} />
        <Button
          ref={field.button}
          size="xs"
          aria-label="Replace the SCIM access token"
          onClick={() => setReplacing(true)}
        >
          Replace
        </Button>
      </div>
    );
  return (
    <>
      <TokenInputs
        state={state}
        input={field.input}
        description={
          isOther
            ? 'The token that is kept belongs to the earlier endpoint: enter the one of this endpoint.'
            : saved.scimToken
              ? 'Takes the place of the one that is kept. Left empty, that one stays.'
              : 'Kept encrypted, and never shown again.'
        }
      />
      {isReplacing && !isOther ? (
        <Button
          size="xs"
          className={classes.alone}
          onClick={() => {
            enterScim(nothingEntered);
            setReplacing(false);
          }}
        >
          Keep the present token
        </Button>
      ) : null}
    </>
  );
}

interface TokenInputsProps {
  state: SetupState;
  input: React.RefObject<HTMLInputElement | null>;
  description: string;
}
function TokenInputs({ state, input, description }: TokenInputsProps) {
  const { scimEntry, enterScim, errorOf } = state;
  return (
    <>
      <PasswordInput
        ref={input}
        label="SCIM access token"
        description={description}
        // What keeps browsers from filling in a password of this site, and from offering to keep this.
        autoComplete="new-password"
        data-1p-ignore
        data-lpignore="true"
        spellCheck={false}
        value={scimEntry.token}
        onChange={(event) => enterScim({ token: event.currentTarget.value })}
        error={errorOf('scimToken')}
        // Mantine says so of its other inputs by itself.
        aria-invalid={errorOf('scimToken') ? true : undefined}
        visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the SCIM access token' }}
      />
      <TextInput
        type="date"
        label="Token expires on"
        description="IAM Identity Center shows it beside the token. Empty: a year from now."
        styles={{ wrapper: { maxWidth: 180 } }}
        disabled={scimEntry.token.trim() === ''}
        value={scimEntry.expiresOn}
        onChange={(event) => enterScim({ expiresOn: event.currentTarget.value })}
        error={errorOf('scimTokenExpiresAt')}
      />
    </>
  );
}

/** What takes the place of a pressed button gets its focus, both ways. */
function useFocusOn(isReplacing: boolean) {
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const before = useRef(isReplacing);
  useEffect(() => {
    if (before.current === isReplacing) return;
    before.current = isReplacing;
    (isReplacing ? input : button).current?.focus();
  }, [isReplacing]);
  return { input, button };
}
