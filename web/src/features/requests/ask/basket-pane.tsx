import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { FormEvent, KeyboardEvent } from 'react';
import { problemOf } from '../../../api/problem.ts';
import { Banner } from '../../../ui/status/banner.tsx';
import { minutesWords } from '../../../ui/text/words.ts';
import { Approvers } from '../words/approvers.tsx';
import { Entitlement, keyOf } from '../words/entitlement.tsx';
import classes from './ask.module.css';
import { DurationField } from './duration-field.tsx';
import { StartField } from './start-field.tsx';
import type { Basket } from './use-basket.ts';
import type { useSend } from './use-send.ts';

const isApple = /mac|iphone|ipad/i.test(navigator.userAgent);

interface BasketProps {
  basket: Basket;
  send: ReturnType<typeof useSend>;
}
/** The wish: for how long, from when, why; who will approve it; and the one button that sends it. */
export function BasketForm({ basket, send }: BasketProps) {
  const { items, wish, change, answers, maxMinutes } = basket;
  const named = items.flatMap((item) => {
    const answer = answers.get(keyOf(item));
    return answer ? [{ name: items.length > 1 ? item.name : null, answer }] : [];
  });
  const policies = [...new Map(named.flatMap(({ answer }) => answer.policies.map((at) => [at.id, at]))).values()];
  const refusals = named.filter(({ answer }) => !answer.isAllowed);
  const isReady = items.length > 0 && wish.minutes !== null && wish.reason.trim().length >= 3 && refusals.length === 0;
  const problem = send.data?.refused.map(({ error }) => problemOf(error)).find((at) => at !== null) ?? null;
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (isReady && !send.isPending) send.mutate();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit();
  };
  return (
    <form className={classes.form} onSubmit={submit} onKeyDown={onKey} aria-label="Request">
      <DurationField
        value={wish.minutes}
        onChange={(minutes) => change({ minutes })}
        maxMinutes={maxMinutes}
        policies={policies}
        error={problem?.forField('durationMinutes')}
      />
      <div className={classes.startLine}>
        <span>{endWords(wish)}</span>
        <StartField value={wish.startsAt} onChange={(startsAt) => change({ startsAt })} />
      </div>
      <Textarea
        label="Reason"
        placeholder="What you need to do, in a sentence that your manager understands"
        autosize
        minRows={2}
        maxRows={6}
        maxLength={1000}
        value={wish.reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
        error={problem?.forField('reason')}
      />
      <TextInput
        label="Ticket (if there is one)"
        placeholder="INC-2231"
        maxLength={60}
        styles={{ input: { fontFamily: 'var(--cs-mono)', fontSize: 12 } }}
        value={wish.ticket}
        onChange={(event) => change({ ticket: event.currentTarget.value })}
        error={problem?.forField('ticket')}
      />
      {refusals.map(({ name, answer }) => (
        <Banner key={name ?? 'only'} tone="warn">
          <p>
            {name ? <strong>{name}: </strong> : null}
            {answer.reasons.join(' ')}
          </p>
        </Banner>
      ))}
      <Approvers answers={named} />
      <Refused send={send} />
      <Button type="submit" variant="filled" size="md" fullWidth disabled={!isReady} loading={send.isPending}>
        {items.length > 1 ? `Send ${items.length} requests` : 'Send request'}
        <kbd className={classes.key}>{isApple ? '⌘ ↵' : 'Ctrl ↵'}</kbd>
      </Button>
      <p className={classes.hint}>
        You will be told here and by e-mail. When it is active, its page shows the portal link and the CLI profile.
      </p>
    </form>
  );
}

function endWords({ startsAt, minutes }: Basket['wish']): string {
  const from = startsAt ? 'Starts then, if approved by then' : 'Starts when approved';
  return minutes === null ? from : `${from}; ends by itself ${minutesWords(minutes)} later`;
}

/** What the server refused, in its words; what it took is said too, so that nobody sends it twice. */
function Refused({ send }: Pick<BasketProps, 'send'>) {
  const { data } = send;
  if (!data || data.refused.length === 0) return null;
  return (
    <Banner tone="bad" isAnswer>
      {data.refused.map(({ item, sentence }) => (
        <p key={keyOf(item)}>
          <strong>{item.name} was not sent.</strong> {sentence}
        </p>
      ))}
      {data.requests.length > 0 ? (
        <p>Sent: {data.requests.map(({ entitlement }) => entitlement.name).join(', ')}.</p>
      ) : null}
    </Banner>
  );
}

/** What is in the basket, each with the way out. */
export function BasketItems({ basket }: { basket: Basket }) {
  if (basket.items.length === 0)
    return <p className={classes.hint}>Nothing yet: add what you need from the catalog.</p>;
  return (
    <ul className={classes.items} aria-label="In the basket">
      {basket.items.map((item) => (
        <li key={keyOf(item)}>
          <Entitlement of={item} />
          <ActionIcon aria-label={`Remove ${item.name}`} onClick={() => basket.toggle(item)}>
            <IconX size={14} stroke={1.75} aria-hidden />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}
