import { Button, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ReviewItem } from '../../../../api/types.ts';
import { counted } from '../../../../ui/text/words.ts';
import { accessWords, holderWords } from '../../words.ts';
import classes from '../review.module.css';

interface RevokeFormProps {
  items: ReviewItem[];
  onReason: (reason: string) => void;
  onCancel: () => void;
}
/** The reason of a revocation, one for all that it is about; the person concerned reads it. */
export function RevokeForm({ items, onReason, onCancel }: RevokeFormProps) {
  const [reason, setReason] = useState(items.length === 1 ? (items[0]?.reason ?? '') : '');
  const [isMissing, setMissing] = useState(false);
  const byHand = items.filter((item) => item.federation !== null).length;
  const also = items.reduce((count, item) => count + item.alsoRemoves.length, 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const text = reason.trim();
    setMissing(text === '');
    if (text) onReason(text);
  };
  const [first] = items;
  return (
    <form className={classes.form} onSubmit={submit} aria-label="Revoke">
      <p>
        {items.length === 1 && first ? (
          <>
            <strong>{accessWords(first)}</strong> of {holderWords(first)}.
          </>
        ) : (
          <>{counted(items.length, 'item', 'items')}.</>
        )}{' '}
        {also > 0 ? `${also} more ${also === 1 ? 'access goes' : 'accesses go'} with it. ` : ''}
        Nothing is removed before you submit and the campaign closes.
      </p>
      {byHand > 0 ? (
        <p>
          {byHand === items.length ? 'This' : `${byHand} of them`} cannot be removed in AWS: it becomes a task for the
          administrators of the identity provider.
        </p>
      ) : null}
      <Textarea
        label="Reason"
        description="The person reads it, and it goes into the evidence"
        data-autofocus
        rows={3}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
        }}
        error={isMissing ? 'Say why: nobody loses access without being told.' : null}
      />
      <div className={classes.formFoot}>
        <Button type="submit" variant="filled">
          {items.length === 1 ? 'Revoke' : `Revoke ${items.length}`}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
