import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client } from '../../../../api/client.ts';
import { problemOf, sentenceOf } from '../../../../api/problem.ts';
import { refresh } from '../../../../api/queries.ts';
import type { PersonLink, ReviewItem } from '../../../../api/types.ts';
import { PersonPicker } from '../../../../ui/pickers/person-picker.tsx';
import { Banner } from '../../../../ui/status/banner.tsx';
import { counted } from '../../../../ui/text/words.ts';
import { dropItem } from '../../use-my-items.ts';
import { accessWords, holderWords } from '../../words.ts';
import classes from '../review.module.css';

interface ReassignFormProps {
  items: ReviewItem[];
  onDone: () => void;
  onCancel: () => void;
}
/** Gives items to another reviewer, one after the other; what was refused stays with me, with the reason shown. */
export function ReassignForm({ items, onDone, onCancel }: ReassignFormProps) {
  const [reviewer, setReviewer] = useState<PersonLink | null>(null);
  const [reason, setReason] = useState('');
  const [isIncomplete, setIncomplete] = useState(false);
  const give = useMutation({
    mutationFn: async (reviewerId: string) => {
      for (const item of items) {
        await client.post('/api/v1/reviews/items/:id/reassign', {
          params: { id: item.id },
          body: { reviewerId, reason: reason.trim() },
        });
        dropItem(item);
      }
    },
    onSuccess: onDone,
    onSettled: () => refresh('/api/v1/reviews/items', '/api/v1/campaigns/:id/progress'),
  });
  const problem = problemOf(give.error);
  const atField = problem?.forField('reviewerId') ?? problem?.forField('reason');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isWhole = reviewer !== null && reason.trim().length >= 3;
    setIncomplete(!isWhole);
    if (isWhole) give.mutate(reviewer.id);
  };
  const [first] = items;
  return (
    <form className={classes.form} onSubmit={submit} aria-label="Give to somebody else">
      <p>
        {items.length === 1 && first ? (
          <>
            <strong>{accessWords(first)}</strong> of {holderWords(first)}.
          </>
        ) : (
          <>{counted(items.length, 'item', 'items')}.</>
        )}{' '}
        A draft is dropped. Nobody can review their own access.
      </p>
      {give.isError && !atField ? (
        <Banner tone="bad" isAnswer>
          {sentenceOf(give.error)}
        </Banner>
      ) : null}
      <PersonPicker
        label="Reviewer"
        among="reviewers"
        value={reviewer}
        onChange={setReviewer}
        error={problem?.forField('reviewerId') ?? (isIncomplete && !reviewer ? 'Choose somebody.' : undefined)}
      />
      <Textarea
        label="Reason"
        rows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={
          problem?.forField('reason') ??
          (isIncomplete && reason.trim().length < 3 ? 'Say why: it goes into the evidence.' : null)
        }
      />
      <div className={classes.formFoot}>
        <Button type="submit" variant="filled" loading={give.isPending}>
          Give
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
