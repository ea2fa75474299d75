import { Button, Textarea } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { problemOf, sentenceOf } from '../../../../api/problem.ts';
import type { AccessRequest } from '../../../../api/types.ts';
import { Banner } from '../../../../ui/status/banner.tsx';
import { minutesWords } from '../../../../ui/text/words.ts';
import { DurationField } from '../../ask/duration-field.tsx';
import { Key } from '../key.tsx';
import classes from '../tasks.module.css';
import { useTaskKeys } from '../use-task-keys.ts';
import { ReassignDialog } from './reassign-dialog.tsx';
import { useDecision } from './use-decision.ts';

type Mode = 'decide' | 'shorten' | 'deny';
interface BarProps {
  request: AccessRequest;
  onDone: (words: string) => void;
  onNext: () => void;
}
/** The decision, always at the foot: approve, shorten, deny with a reason, next; one key each. */
export function DecisionBar({ request, onDone, onNext }: BarProps) {
  const [mode, setMode] = useState<Mode>('decide');
  const [comment, setComment] = useState('');
  const [minutes, setMinutes] = useState<number | null>(null);
  const decision = useDecision(request, onDone);
  const [isHandingOver, setHandingOver] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (mode === 'deny') field.current?.focus();
  }, [mode]);
  const reason = comment.trim();
  const approve = () => {
    if (decision.isPending || (mode === 'shorten' && minutes === null)) return;
    decision.mutate({ kind: 'approve', minutes: mode === 'shorten' ? minutes : null, reason });
  };
  const deny = () => {
    if (reason === '') setMode('deny');
    else if (!decision.isPending) decision.mutate({ kind: 'deny', reason });
  };
  useTaskKeys({
    a: approve,
    s: () => setMode('shorten'),
    d: deny,
    escape: () => setMode('decide'),
    c: () => field.current?.focus(),
    ...(request.canReassign ? { h: () => setHandingOver(true) } : {}),
  });
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      setMode('decide');
      field.current?.blur();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && mode === 'deny') deny();
  };
  const given = mode === 'shorten' ? minutes : request.durationMinutes;
  const approveWords = given === null ? 'Approve' : `Approve ${minutesWords(given)}`;
  return (
    <div className={classes.bar} role="group" aria-label="Decision">
      {decision.isError ? (
        <Banner tone="bad" isAnswer>
          {sentenceOf(decision.error)}
        </Banner>
      ) : null}
      {mode === 'shorten' ? <Shorter request={request} value={minutes} onChange={setMinutes} /> : null}
      <Textarea
        ref={field}
        aria-label={mode === 'deny' ? 'Reason to deny' : 'Comment'}
        placeholder={mode === 'deny' ? 'Why not: they will read it' : 'Comment; needed to deny'}
        autosize
        minRows={1}
        maxRows={5}
        maxLength={1000}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
        onKeyDown={onKey}
        error={problemOf(decision.error)?.forField('reason')}
      />
      <div className={classes.buttons}>
        {mode === 'deny' ? null : (
          <Button
            size="md"
            variant="filled"
            loading={decision.isPending && decision.variables?.kind === 'approve'}
            disabled={mode === 'shorten' && minutes === null}
            leftSection={<IconCheck size={16} stroke={1.75} aria-hidden />}
            onClick={approve}
          >
            {approveWords} <Key>A</Key>
          </Button>
        )}
        {mode === 'decide' ? (
          <Button size="md" onClick={() => setMode('shorten')}>
            Shorten… <Key>S</Key>
          </Button>
        ) : null}
        {mode === 'shorten' ? null : (
          <Button
            size="md"
            variant="outline"
            data-danger
            loading={decision.isPending && decision.variables?.kind === 'deny'}
            disabled={mode === 'deny' && reason === ''}
            leftSection={<IconX size={16} stroke={1.75} aria-hidden />}
            onClick={deny}
          >
            {mode === 'deny' ? 'Deny' : 'Deny…'} <Key>D</Key>
          </Button>
        )}
        {mode === 'decide' && request.canReassign ? (
          <Button size="md" variant="subtle" onClick={() => setHandingOver(true)}>
            Hand over… <Key>H</Key>
          </Button>
        ) : null}
        {mode === 'decide' ? null : (
          <Button size="md" variant="subtle" onClick={() => setMode('decide')}>
            Back
          </Button>
        )}
        <span className={classes.grow} />
        <Button size="md" variant="subtle" className={classes.next} onClick={onNext}>
          Next <Key>J</Key>
        </Button>
      </div>
      {isHandingOver ? (
        <ReassignDialog request={request} onClose={() => setHandingOver(false)} onDone={onDone} />
      ) : null}
    </div>
  );
}

interface ShorterProps {
  request: AccessRequest;
  value: number | null;
  onChange: (minutes: number | null) => void;
}
/** An approver may only shorten: what was asked for is the limit, and what an earlier step gave. */
function Shorter({ request, value, onChange }: ShorterProps) {
  const given = request.steps.flatMap(({ decisions }) => decisions.flatMap((by) => by.minutes ?? []));
  return (
    <div className={classes.shorter}>
      <DurationField
        label="Approve for"
        value={value}
        onChange={onChange}
        maxMinutes={Math.min(request.durationMinutes, ...given)}
        policies={[]}
        limitOf="asked for"
      />
    </div>
  );
}
