import { Select, Switch, TextInput } from '@mantine/core';
import { ThingsPicker } from '../../../ui/pickers/things-picker.tsx';
import classes from '../policies.module.css';
import { minutesWords, shapes } from '../policy-words.ts';
import { ApprovalFields } from './approval-fields.tsx';
import { type FieldsProps, longestAutomaticMinutes, uses } from './policy-draft.ts';

/** The fields of one policy; the shape decides which there are. */
export function PolicyFields({ draft, onChange, errors }: FieldsProps) {
  return (
    <>
      <TextInput
        label="Name"
        description="Requests and their approvers see it"
        maxLength={120}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={errors.name}
      />
      <ShapeField draft={draft} onChange={onChange} errors={errors} />
      {uses.who(draft.shape) ? <WhoFields draft={draft} onChange={onChange} errors={errors} /> : null}
      {uses.sets(draft.shape) ? (
        <OnFields draft={draft} onChange={onChange} errors={errors} />
      ) : (
        <Chosen
          kind="groups"
          label="Groups"
          allLabel="Any group"
          areAll={draft.areAllGroups}
          ids={draft.groupIds}
          onChange={(areAllGroups, groupIds) => onChange({ areAllGroups, groupIds })}
          error={errors.groupIds}
        />
      )}
      {uses.duration(draft.shape) ? <DurationField draft={draft} onChange={onChange} errors={errors} /> : null}
      {uses.approval(draft.shape) ? <ApprovalFields draft={draft} onChange={onChange} errors={errors} /> : null}
      {draft.shape === 'forbid' ? (
        <TextInput
          label="Because"
          description="Whoever asks reads this"
          maxLength={200}
          value={draft.because}
          onChange={(event) => onChange({ because: event.currentTarget.value })}
          error={errors.because}
        />
      ) : null}
    </>
  );
}

function ShapeField({ draft, onChange }: FieldsProps) {
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>What it does</legend>
      {shapes.map(({ shape, label, means }) => (
        <label key={shape} className={classes.choice}>
          <input
            type="radio"
            name="shape"
            value={shape}
            checked={draft.shape === shape}
            onChange={() => onChange({ shape })}
          />
          <span>
            <strong>{label}</strong> {means}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

const whoKinds = [
  { value: 'everyone', label: 'Everyone' },
  { value: 'group', label: 'Members of a group' },
  { value: 'department', label: 'A department' },
] as const;
function WhoFields({ draft, onChange, errors }: FieldsProps) {
  return (
    <div className={classes.pair}>
      <Select
        label="Who"
        allowDeselect={false}
        data={[...whoKinds]}
        value={draft.whoKind}
        onChange={(kind) => {
          const whoKind = whoKinds.find((each) => each.value === kind)?.value;
          if (whoKind) onChange({ whoKind });
        }}
      />
      {draft.whoKind === 'group' ? (
        <ThingsPicker
          kind="groups"
          label="Group"
          most={1}
          value={draft.whoGroupIds}
          onChange={(whoGroupIds) => onChange({ whoGroupIds })}
          error={errors.group}
        />
      ) : null}
      {draft.whoKind === 'department' ? (
        <TextInput
          label="Department"
          placeholder="As the directory writes it"
          maxLength={100}
          value={draft.department}
          onChange={(event) => onChange({ department: event.currentTarget.value })}
          error={errors.department}
        />
      ) : null}
    </div>
  );
}

function OnFields({ draft, onChange, errors }: FieldsProps) {
  return (
    <>
      <Chosen
        kind="permission-sets"
        label="Permission sets"
        allLabel="Any permission set"
        areAll={draft.areAllSets}
        ids={draft.permissionSetIds}
        onChange={(areAllSets, permissionSetIds) => onChange({ areAllSets, permissionSetIds })}
        error={errors.permissionSets}
      />
      <Chosen
        kind="aws-accounts"
        label="On AWS accounts"
        allLabel="Any AWS account"
        areAll={draft.areAllAccounts}
        ids={draft.awsAccountIds}
        onChange={(areAllAccounts, awsAccountIds) => onChange({ areAllAccounts, awsAccountIds })}
        error={errors.awsAccounts}
      />
    </>
  );
}

/** Named things, or all of them by a switch that says so: an empty field never means "all". */
function Chosen(props: {
  kind: 'groups' | 'permission-sets' | 'aws-accounts';
  label: string;
  allLabel: string;
  areAll: boolean;
  ids: string[];
  onChange: (areAll: boolean, ids: string[]) => void;
  error: string | undefined;
}) {
  return (
    <div className={classes.chosen}>
      {props.areAll ? (
        <p>
          <span className={classes.legend}>{props.label}</span>
          {props.allLabel}, also those that come later
        </p>
      ) : (
        <ThingsPicker
          kind={props.kind}
          label={props.label}
          most={props.kind === 'aws-accounts' ? 500 : 200}
          value={props.ids}
          onChange={(ids) => props.onChange(false, ids)}
          error={props.error}
        />
      )}
      <Switch
        label={props.allLabel}
        checked={props.areAll}
        onChange={(event) => props.onChange(event.currentTarget.checked, props.ids)}
      />
    </div>
  );
}

const usualMinutes = [15, 30, 60, 120, 240, 480, 720, 1440, 4320, 10_080, 20_160, 43_200];
function DurationField({ draft, onChange, errors }: FieldsProps) {
  const most = draft.shape === 'automatic' ? longestAutomaticMinutes : Number.POSITIVE_INFINITY;
  const current = Math.min(draft.maxMinutes, most);
  const offered = [...new Set([...usualMinutes.filter((minutes) => minutes <= most), current])].sort((a, b) => a - b);
  return (
    <Select
      label="At most"
      w={180}
      allowDeselect={false}
      data={offered.map((minutes) => ({ value: String(minutes), label: minutesWords(minutes) }))}
      value={String(current)}
      onChange={(value) => value && onChange({ maxMinutes: Number(value) })}
      error={errors.maxMinutes}
    />
  );
}
