import { Switch, Textarea, TextInput } from '@mantine/core';
import type { CampaignDraft } from '../../../api/types.ts';
import { PersonPicker } from '../../../ui/pickers/person-picker.tsx';
import { ThingsPicker } from '../../../ui/pickers/things-picker.tsx';
import classes from '../campaigns.module.css';
import type { FormState, missingIn } from './campaign-draft.ts';

interface FieldsProps {
  form: FormState;
  onChange: (change: Partial<FormState>) => void;
  errors: ReturnType<typeof missingIn>;
}
export function CampaignFields({ form, onChange, errors }: FieldsProps) {
  return (
    <>
      <TextInput
        label="Name"
        placeholder="Q4 2026 privileged access"
        maxLength={120}
        value={form.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={errors.name}
      />
      <Textarea
        label="Description"
        description="What reviewers should know; shown to them and in the evidence"
        rows={2}
        maxLength={2000}
        value={form.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      <ScopeFields form={form} onChange={onChange} errors={errors} />
      <Choices
        legend="Who reviews"
        name="reviewer-rule"
        value={form.reviewerRule}
        onChange={(reviewerRule) => onChange({ reviewerRule })}
        options={[
          ['manager', 'The manager', 'of the person whose access it is'],
          ['application-owner', 'The owner', 'of the application that the access is in'],
        ]}
      />
      <div className={classes.two}>
        <PersonPicker
          label="Otherwise"
          description="Reviews what has no such person, or where it would be their own access"
          value={form.fallback}
          onChange={(fallback) => onChange({ fallback })}
          error={errors.fallback}
        />
        <TextInput
          type="datetime-local"
          label="Due"
          description="In your time zone; reviewers are told"
          value={form.due}
          onChange={(event) => onChange({ due: event.currentTarget.value })}
          error={errors.due}
        />
      </div>
      <Choices
        legend="What nobody has decided at the close"
        name="silence"
        value={form.silence}
        onChange={(silence) => onChange({ silence })}
        options={silences}
      />
    </>
  );
}

const silences: [CampaignDraft['silence'], string, string][] = [
  ['escalate', 'goes to the owner', 'and the campaign stays open until it is decided'],
  ['keep', 'is kept', 'and marked as kept by silence, in the evidence too'],
  ['revoke', 'is revoked', 'and marked as revoked by silence; people lose access because a reviewer was busy'],
];

function ScopeFields({ form, onChange, errors }: FieldsProps) {
  return (
    <>
      <Choices
        legend="Scope"
        name="scope"
        value={form.isAll ? 'all' : 'some'}
        onChange={(scope) => onChange({ isAll: scope === 'all' })}
        options={[
          ['all', 'All AWS accounts', 'that are read when it starts'],
          ['some', 'Chosen AWS accounts', ''],
        ]}
      />
      {form.isAll ? null : (
        <ThingsPicker
          kind="aws-accounts"
          label="AWS accounts"
          most={500}
          value={form.awsAccountIds}
          onChange={(awsAccountIds) => onChange({ awsAccountIds })}
          error={errors.awsAccountIds}
        />
      )}
      <Switch
        label="Also memberships of Identity Center groups that reach them"
        checked={form.includesGroups}
        onChange={(event) => onChange({ includesGroups: event.currentTarget.checked })}
      />
    </>
  );
}

/** A few exclusive choices, each with what it means, all in view at once. */
function Choices<T extends string>(props: {
  legend: string;
  name: string;
  value: T;
  options: [value: T, label: string, means: string][];
  onChange: (value: T) => void;
}) {
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>{props.legend}</legend>
      {props.options.map(([value, label, means]) => (
        <label key={value} className={classes.choice}>
          <input
            type="radio"
            name={props.name}
            value={value}
            checked={props.value === value}
            onChange={() => props.onChange(value)}
          />
          <span>
            <strong>{label}</strong> {means}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
