import { useList } from '../../../api/queries.ts';
import type { Campaign, ReviewItem } from '../../../api/types.ts';
import { Empty } from '../../../ui/feedback/states.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import { type Sign, Status } from '../../../ui/status/status.tsx';
import type { Column } from '../../../ui/table/column.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { Time } from '../../../ui/text/time.tsx';
import classes from '../campaigns.module.css';
import { accessWords, holderWords } from '../words.ts';

const states: Record<ReviewItem['remediation'], [Sign, string]> = {
  none: ['waiting', 'when the campaign closes'],
  pending: ['working', 'on the way'],
  task: ['warn', 'by hand, a task is open'],
  done: ['waiting', 'done, not proven yet'],
  verified: ['pass', 'proven gone'],
  reopened: ['fail', 'came back, opened again'],
};

/** How many revocations are proven, and what holds up the others. */
export function Proof({ campaign }: { campaign: Campaign }) {
  const { remediationVerified, remediationPending, reopened } = campaign.counts;
  const all = remediationVerified + remediationPending + reopened;
  return (
    <Section title="Revocations" count={all > 0 ? all : undefined}>
      {all === 0 ? (
        <p className={classes.grey}>
          {['closed', 'signed-off'].includes(campaign.status)
            ? 'Nothing was revoked.'
            : 'They are carried out when the campaign closes, and proven by reading AWS again, or the groups of an identity provider.'}
        </p>
      ) : (
        <dl className={classes.proof}>
          <ProofRow
            sign={remediationVerified > 0 ? 'pass' : 'off'}
            word="Proven gone"
            count={remediationVerified}
            note={`of ${all}`}
          />
          <ProofRow
            sign={remediationPending > 0 ? 'working' : 'off'}
            word="On the way, or by hand"
            count={remediationPending}
            note="until a reading or an upload proves them"
          />
          <ProofRow
            sign={reopened > 0 ? 'fail' : 'off'}
            word="Came back"
            count={reopened}
            note={reopened > 0 ? 'the reviewer decides anew' : ''}
          />
        </dl>
      )}
    </Section>
  );
}
const ProofRow = (props: { sign: Sign; word: string; count: number; note: string }) => (
  <div>
    <dt>
      <Status sign={props.sign}>{props.word}</Status>
    </dt>
    <dd>{props.count}</dd>
    <dd>{props.note}</dd>
  </div>
);

const columns: Column<ReviewItem>[] = [
  {
    id: 'access',
    header: 'Access',
    width: 'minmax(180px, 1.2fr)',
    phone: 'title',
    cell: (item) => (
      <span className={classes.name} title={accessWords(item)}>
        {accessWords(item)}
      </span>
    ),
  },
  { id: 'who', header: 'Of', width: 'minmax(110px, 0.7fr)', phone: 'detail', cell: holderWords },
  {
    id: 'removes',
    header: 'Removes',
    width: 'minmax(160px, 1.5fr)',
    phone: 'detail',
    cell: (item) => <span title={item.removes}>{item.removes}</span>,
  },
  {
    id: 'reason',
    header: 'Reason',
    width: 'minmax(140px, 1.2fr)',
    phone: 'detail',
    cell: (item) => <span title={item.reason ?? ''}>{item.reason ?? 'none'}</span>,
  },
  {
    id: 'by',
    header: 'Decided',
    width: '190px',
    phone: 'detail',
    cell: (item) => (
      <>
        {item.isBySilence ? 'by silence' : (item.decidedBy?.name ?? 'nobody')}
        {item.decidedAt ? (
          <span className={classes.grey}>
            {' '}
            <Time at={item.decidedAt} />
          </span>
        ) : null}
      </>
    ),
  },
  { id: 'state', header: 'Proof', width: '200px', phone: 'detail', cell: (item) => <ProofState item={item} /> },
];
function ProofState({ item }: { item: ReviewItem }) {
  const [sign, word] = states[item.remediation];
  return <Status sign={sign}>{item.submittedAt ? word : 'drafted, not submitted'}</Status>;
}

export function RevocationsTab({ campaign }: { campaign: Campaign }) {
  const list = useList('/api/v1/campaigns/:id/items', { params: { id: campaign.id }, query: { decision: 'revoke' } });
  return (
    <div className={classes.list}>
      <DataTable
        label="Revocations"
        noun={list.total === 1 ? 'revocation' : 'revocations'}
        columns={columns}
        list={list}
        keyOf={(item) => item.id}
        empty={<Empty title="Nothing is revoked">What reviewers revoke shows here, with its proof.</Empty>}
      />
    </div>
  );
}
