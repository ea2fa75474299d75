import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client } from '../../../api/client.ts';
import { problemOf, sentenceOf } from '../../../api/problem.ts';
import type { IdentityProvider, RuleDraft } from '../../../api/types.ts';
import { Section } from '../../../ui/layout/page.tsx';
import { ThingsPicker } from '../../../ui/pickers/things-picker.tsx';
import { Banner } from '../../../ui/status/banner.tsx';
import classes from '../federation.module.css';
import { usualPattern } from '../rule-words.ts';
import { refreshFederation } from '../use-federation.ts';
import { GroupPicker } from './group-picker.tsx';
import { PreviewTable } from './preview-table.tsx';

interface FormState {
  kind: RuleDraft['kind'];
  pattern: string;
  groupId: string | null;
  roleIds: string[];
}
const empty: FormState = { kind: 'pattern', pattern: usualPattern, groupId: null, roleIds: [] };
const kinds = [
  { kind: 'pattern', label: 'Pattern over group names' },
  { kind: 'pair', label: 'One group and one role' },
] as const;

const draftOf = ({ kind, pattern, groupId, roleIds }: FormState): RuleDraft | null => {
  if (kind === 'pattern') return pattern.trim().length >= 3 ? { kind, pattern: pattern.trim() } : null;
  const [roleId] = roleIds;
  return groupId && roleId ? { kind, groupId, roleId } : null;
};

/** A rule is added only after its preview: each group with its role, checked against the trust that was read. */
export function RuleForm({ provider }: { provider: IdentityProvider }) {
  const [form, setForm] = useState<FormState>(empty);
  const params = { id: provider.id };
  const preview = useMutation({
    mutationFn: (body: RuleDraft) => client.post('/api/v1/identity-providers/:id/rules/preview', { params, body }),
  });
  const add = useMutation({
    mutationFn: (body: RuleDraft) => client.post('/api/v1/identity-providers/:id/rules', { params, body }),
    onSuccess: async () => {
      setForm(empty);
      preview.reset();
      await refreshFederation();
    },
  });
  const change = (next: Partial<FormState>) => {
    setForm((before) => ({ ...before, ...next }));
    preview.reset();
    add.reset();
  };
  const draft = draftOf(form);
  const failure = add.error ?? preview.error;
  const problem = problemOf(failure);
  const atField =
    problem?.forField('pattern') ?? problem?.forField('groupId') ?? problem?.forField('roleId') ?? undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft) preview.mutate(draft);
  };
  return (
    <Section title="Add a rule">
      <form className={classes.form} onSubmit={submit} aria-label="Add a rule">
        {failure && !atField ? (
          <Banner tone="bad" isAnswer>
            {sentenceOf(failure)}
          </Banner>
        ) : null}
        <RuleFields form={form} onChange={change} providerId={provider.id} error={atField} />
        <div className={classes.foot}>
          <Button type="submit" loading={preview.isPending} disabled={!draft}>
            Preview
          </Button>
          {preview.data && draft ? (
            <Button variant="filled" loading={add.isPending} onClick={() => add.mutate(draft)}>
              Add rule
            </Button>
          ) : (
            <span className={classes.grey}>The rule can be added once its preview is shown.</span>
          )}
        </div>
      </form>
      {preview.data ? <PreviewTable preview={preview.data} /> : null}
    </Section>
  );
}

interface RuleFieldsProps {
  form: FormState;
  onChange: (change: Partial<FormState>) => void;
  providerId: string;
  error: string | undefined;
}
function RuleFields({ form, onChange, providerId, error }: RuleFieldsProps) {
  return (
    <>
      <fieldset className={classes.fieldset}>
        <legend className="cs-sr">Kind of rule</legend>
        <div className={classes.kinds}>
          {kinds.map(({ kind, label }) => (
            <label key={kind} className={classes.choice}>
              <input type="radio" name="rule-kind" checked={form.kind === kind} onChange={() => onChange({ kind })} />
              <span>{label}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {form.kind === 'pattern' ? (
        <TextInput
          label="Pattern"
          description="Stands for the whole name. (?<role>…) is the role; (?<accountid>…) the AWS account, or else (?<alias>…) its alias or name."
          classNames={{ input: 'cs-mono' }}
          maxLength={300}
          value={form.pattern}
          onChange={(event) => onChange({ pattern: event.currentTarget.value })}
          error={error}
        />
      ) : (
        <div className={classes.pair}>
          <GroupPicker
            providerId={providerId}
            value={form.groupId}
            onChange={(groupId) => onChange({ groupId })}
            error={error}
          />
          <ThingsPicker
            kind="roles"
            label="Role"
            most={1}
            value={form.roleIds}
            onChange={(roleIds) => onChange({ roleIds })}
          />
        </div>
      )}
    </>
  );
}
