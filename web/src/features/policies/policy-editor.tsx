import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { problemOf, sentenceOf as problemSentence } from '../../api/problem.ts';
import type { Policy, PolicyForm } from '../../api/types.ts';
import { Banner } from '../../ui/status/banner.tsx';
import { CedarPane } from './cedar-pane.tsx';
import { formOf, type Missing, missingIn, type PolicyDraft } from './form/policy-draft.ts';
import { PolicyFields } from './form/policy-fields.tsx';
import { usePreview } from './form/use-preview.ts';
import classes from './policies.module.css';

interface EditorProps {
  initial: PolicyDraft;
  saved: Policy | null;
  isReadOnly: boolean;
  save: (body: { name: string; form: PolicyForm; isEnabled?: boolean }) => Promise<Policy>;
  onSaved: (policy: Policy) => unknown;
}
/** Form left, Cedar right: the server makes the text of the form as it is filled in, and says at which field it errs. */
export function PolicyEditor({ initial, saved, isReadOnly, save, onSaved }: EditorProps) {
  const [draft, setDraft] = useState(initial);
  const [isTried, setTried] = useState(false);
  const saving = useMutation({
    mutationFn: () => save({ name: draft.name.trim(), form: formOf(draft) }),
    onSuccess: onSaved,
  });
  const preview = usePreview(draft, !isReadOnly);
  const missing = missingIn(draft);
  const isChanged = saved === null || JSON.stringify(draft) !== JSON.stringify(initial);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(missing).length === 0) saving.mutate();
  };
  return (
    <div className={classes.editor}>
      <form className={classes.form} onSubmit={submit} aria-label="Policy" noValidate>
        <h2 className={classes.heading}>Rule</h2>
        {saving.isError ? <Refused error={saving.error} /> : null}
        <fieldset disabled={isReadOnly} className={classes.fields}>
          <PolicyFields
            draft={draft}
            onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
            errors={{ ...refusedAt(saving.error), ...preview.errors, ...(isTried ? missing : {}) }}
          />
        </fieldset>
        {isReadOnly ? null : (
          <div className={classes.foot}>
            <Button type="submit" variant="filled" loading={saving.isPending} disabled={saved !== null && !isChanged}>
              {saved ? 'Save' : 'Add policy'}
            </Button>
            {saved && isChanged ? <Button onClick={() => setDraft(initial)}>Undo changes</Button> : null}
          </div>
        )}
      </form>
      <CedarPane form={formOf(draft)} saved={saved} isChanged={isChanged} preview={preview} />
    </div>
  );
}

/** Faults that no single field is to blame for: all of them, as the server found them. */
function Refused({ error }: { error: unknown }) {
  const problem = problemOf(error)?.problem;
  const faults = Array.isArray(problem?.facts?.faults) ? (problem.facts.faults as unknown[]).map(String) : [];
  const fields = problem?.fields ?? [];
  return (
    <Banner tone="bad" isAnswer>
      <p>
        <strong>Nothing was saved.</strong> {faults.length + fields.length === 0 ? problemSentence(error) : ''}
      </p>
      {faults.length + fields.length > 0 ? (
        <ul>
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
          {fields.map(({ field, message }) => (
            <li key={field}>
              {field}: {message}
            </li>
          ))}
        </ul>
      ) : null}
    </Banner>
  );
}

const fieldNames = {
  name: 'name',
  group: 'groupId',
  department: 'department',
  permissionSets: 'permissionSets',
  awsAccounts: 'awsAccounts',
  groupIds: 'groupIds',
  approval: 'approval',
  maxMinutes: 'maxMinutes',
  because: 'because',
} as const satisfies Record<keyof Missing, string>;
/** The server's refusals, each at the field that it names. */
function refusedAt(error: unknown): Missing {
  const problem = problemOf(error);
  const found = Object.entries(fieldNames).flatMap(([key, field]) => {
    const message = problem?.forField(field);
    return message ? [[key, message] as const] : [];
  });
  return Object.fromEntries(found);
}
