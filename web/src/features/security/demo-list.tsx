import { IconArrowRight } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { client } from '../../api/client.ts';
import { sentenceOf } from '../../api/problem.ts';
import { getOptions } from '../../api/queries.ts';
import type { DemoSignIn } from '../../api/types.ts';
import { Failed, Loading } from '../../ui/feedback/states.tsx';
import { Avatar } from '../../ui/path/avatar.tsx';
import { Banner } from '../../ui/status/banner.tsx';
import { roleWords } from '../../ui/text/words.ts';
import classes from './security.module.css';
import { useEnter } from './use-enter.ts';

/** The people of the demo, each with what there is to try. */
export function DemoList() {
  const people = useQuery(getOptions('/api/v1/demo/sign-ins', {}));
  const enter = useEnter();
  const signIn = useMutation({
    mutationFn: (as: DemoSignIn['as']) => client.post('/api/v1/session', { body: { kind: 'demo', as } }),
    onSuccess: enter,
  });
  if (people.isPending) return <Loading rows={6} />;
  if (people.isError)
    return <Failed error={people.error} retry={() => void people.refetch()} what="The list of people" />;
  return (
    <>
      {signIn.isError ? (
        <Banner tone="bad" isAnswer>
          {sentenceOf(signIn.error)}
        </Banner>
      ) : null}
      <ul className={classes.people} aria-label="People of the demo">
        {people.data.items.map((item) => (
          <li key={item.as}>
            <button
              type="button"
              className={classes.personRow}
              disabled={signIn.isPending}
              onClick={() => signIn.mutate(item.as)}
            >
              <Avatar name={item.person.name} size={28} />
              <span className={classes.personText}>
                <span>
                  <span className="cs-sr">Sign in as </span>
                  <strong>{item.person.name}</strong>{' '}
                  <span className={classes.role}>{roleWords[item.as] ?? item.as}</span>
                </span>
                <span className={classes.tryThis}>{item.description}</span>
              </span>
              <IconArrowRight size={15} stroke={1.75} aria-hidden className={classes.go} />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
