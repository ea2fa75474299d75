import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { sentenceOf } from '../../../../api/problem.ts';
import { Banner } from '../../../../ui/status/banner.tsx';
import classes from '../../campaigns.module.css';
import type { CampaignStep } from '../../use-campaign.ts';

export interface StepFrame {
  error: unknown;
  isBusy: boolean;
  onCancel: () => void;
  take: (step: CampaignStep) => void;
}
interface StepFormProps {
  frame: StepFrame;
  label: string;
  isDanger?: boolean;
  isReady?: boolean;
  /** A refusal that a field shows itself. */
  isShownAtField?: boolean;
  onSubmit: () => void;
  children: ReactNode;
}
export function StepForm(props: StepFormProps) {
  const { frame, label, isDanger = false, isReady = true } = props;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSubmit();
  };
  return (
    <form className={classes.dialog} onSubmit={submit} aria-label={label}>
      {props.children}
      {frame.error && !props.isShownAtField ? (
        <Banner tone="bad" isAnswer>
          {sentenceOf(frame.error)}
        </Banner>
      ) : null}
      <div className={classes.foot}>
        <Button
          type="submit"
          disabled={!isReady}
          loading={frame.isBusy}
          {...(isDanger ? { variant: 'outline', 'data-danger': true } : { variant: 'filled' })}
        >
          {label}
        </Button>
        <Button onClick={frame.onCancel}>Not now</Button>
      </div>
    </form>
  );
}
