import { Button, Modal } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { sentenceOf } from '../../../api/problem.ts';
import { Banner } from '../../../ui/status/banner.tsx';
import classes from './lease.module.css';

interface DialogProps {
  title: string;
  /** On the button that does it. */
  verb: string;
  isDanger?: boolean;
  /** On the button that leaves everything as it is. */
  notVerb?: string;
  isReady?: boolean;
  isPending: boolean;
  error: unknown;
  onClose: () => void;
  onDo: () => void;
  children: ReactNode;
}
/** Asks once more before something hurts, or for what is still missing; the refusal is said where it was asked. */
export function Dialog(props: DialogProps) {
  const {
    title,
    verb,
    isDanger = false,
    notVerb = 'Keep as it is',
    isReady = true,
    isPending,
    error,
    onClose,
    onDo,
    children,
  } = props;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && !isPending) onDo();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={460}
      overlayProps={{ backgroundOpacity: 0.28 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
      classNames={{ content: classes.content, body: classes.body }}
    >
      <form className={classes.dialog} onSubmit={submit} aria-label={title}>
        {error ? (
          <Banner tone="bad" isAnswer>
            {sentenceOf(error)}
          </Banner>
        ) : null}
        {children}
        <div className={classes.dialogFoot}>
          <Button
            type="submit"
            loading={isPending}
            disabled={!isReady}
            {...(isDanger ? { variant: 'outline', 'data-danger': true } : { variant: 'filled' })}
          >
            {verb}
          </Button>
          <Button onClick={onClose}>{notVerb}</Button>
        </div>
      </form>
    </Modal>
  );
}
