import { Button, Modal } from '@mantine/core';
import { type UseQueryResult, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../../api/client.ts';
import { sentenceOf } from '../../../api/problem.ts';
import type { FederationRule, IdentityProvider } from '../../../api/types.ts';
import { Empty, Failed, Loading } from '../../../ui/feedback/states.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import { Banner } from '../../../ui/status/banner.tsx';
import { Status } from '../../../ui/status/status.tsx';
import { PlainTable, right } from '../../../ui/table/plain-table.tsx';
import { counted } from '../../../ui/text/words.ts';
import classes from '../federation.module.css';
import { outcomes, ruleWords } from '../rule-words.ts';
import { refreshFederation } from '../use-federation.ts';
import { RuleForm } from './rule-form.tsx';

interface RulesTabProps {
  provider: IdentityProvider;
  rules: UseQueryResult<{ items: FederationRule[] }>;
  mayManage: boolean;
}
/** Which group is for which role: rules with what each gives, judged by AWS's own trust. */
export function RulesTab({ provider, rules, mayManage }: RulesTabProps) {
  const [removing, setRemoving] = useState<FederationRule | null>(null);
  return (
    <div className={classes.rules}>
      <Section title="Rules" count={rules.data?.items.length}>
        {rules.isPending ? <Loading rows={3} label="Loading the rules" /> : null}
        {rules.isError ? <Failed error={rules.error} retry={() => void rules.refetch()} what="The rules" /> : null}
        {rules.data?.items.length === 0 ? (
          <Empty title="No rule yet">
            Until a rule says which group is for which role, the members of those roles are “not visible from AWS”.
          </Empty>
        ) : null}
        {rules.data && rules.data.items.length > 0 ? (
          <RuleTable rules={rules.data.items} onRemove={mayManage ? setRemoving : null} />
        ) : null}
      </Section>
      {mayManage ? <RuleForm provider={provider} /> : null}
      <RemoveRule rule={removing} onClose={() => setRemoving(null)} />
    </div>
  );
}

function RuleTable(props: { rules: FederationRule[]; onRemove: ((rule: FederationRule) => void) | null }) {
  const { rules, onRemove } = props;
  return (
    <PlainTable label="Rules" heads={['Rule', 'What it gives', ...(onRemove ? [right('Actions')] : [])]}>
      {rules.map((rule) => (
        <tr key={rule.id}>
          <td>
            {rule.kind === 'pattern' ? (
              <code className="cs-mono">{rule.pattern}</code>
            ) : (
              <>
                <strong className={classes.name}>{rule.group}</strong> <span className={classes.grey}>→</span>{' '}
                <strong className={classes.name}>{rule.role}</strong>
              </>
            )}
          </td>
          <td>
            <Given rule={rule} />
          </td>
          {onRemove ? (
            <td data-align="right">
              <Button
                size="xs"
                variant="outline"
                data-danger
                aria-label={`Remove rule ${ruleWords(rule)}`}
                onClick={() => onRemove(rule)}
              >
                Remove…
              </Button>
            </td>
          ) : null}
        </tr>
      ))}
    </PlainTable>
  );
}

function Given({ rule }: { rule: FederationRule }) {
  const counts = [
    ['confirmed', rule.confirmed],
    ['role-unknown', rule.roleUnknown],
    ['trust-refuses', rule.trustRefuses],
  ] as const;
  const some = counts.filter(([, count]) => count > 0);
  if (some.length === 0) return <span className={classes.grey}>no group fits it now</span>;
  return (
    <span className={classes.given}>
      {some.map(([outcome, count]) => {
        const [sign, word] = outcomes[outcome];
        return (
          <Status key={outcome} sign={sign}>
            {count} {word}
          </Status>
        );
      })}
    </span>
  );
}

function RemoveRule({ rule, onClose }: { rule: FederationRule | null; onClose: () => void }) {
  const remove = useMutation({
    mutationFn: (ruleId: string) => client.remove('/api/v1/federation-rules/:ruleId', { params: { ruleId } }),
    onSuccess: async () => {
      await refreshFederation();
      onClose();
    },
  });
  return (
    <Modal
      opened={rule !== null}
      onClose={onClose}
      title="Remove the rule"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {rule ? (
        <div className={classes.dialog}>
          {remove.isError ? (
            <Banner tone="bad" isAnswer>
              {sentenceOf(remove.error)}
            </Banner>
          ) : null}
          <p>
            {counted(rule.confirmed, 'mapping ends', 'mappings end')}, unless another rule gives it too: the members of
            those roles are “not visible from AWS” again. Nothing changes in AWS.
          </p>
          <div className={classes.foot}>
            <Button variant="outline" data-danger loading={remove.isPending} onClick={() => remove.mutate(rule.id)}>
              Remove rule
            </Button>
            <Button onClick={onClose}>Keep it</Button>
          </div>
        </div>
      ) : null}
    </Modal>
  );
}
