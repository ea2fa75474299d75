import type { IamDetails } from '../../../api/types.ts';
import { PlainTable } from '../../../ui/table/plain-table.tsx';
import { PolicyRow } from './policy-row.tsx';

/** Policies, each with what it allows and through what it comes. */
export const PolicyTable = ({ policies }: { policies: IamDetails['policies'] }) => (
  <PlainTable label="Policies" heads={['Policy', 'Kind', 'Through']} isStacked>
    {policies.map((policy) => (
      <PolicyRow key={`${policy.via?.id ?? ''} ${policy.kind} ${policy.name}`} of={policy} />
    ))}
  </PlainTable>
);
