import { ActionIcon, Button, NumberInput, Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { ThingsPicker } from '../../../ui/pickers/things-picker.tsx';
import classes from '../policies.module.css';
import type { Approver } from '../policy-words.ts';
import type { FieldsProps } from './policy-draft.ts';

const kinds = [
  { value: 'manager', label: 'The manager' },
  { value: 'application-owner', label: 'The owner of the application' },
  { value: 'named-people', label: 'Named people' },
] as const;
const mostSteps = 4;
const mostNeeded = 5;

const approverOf = (kind: string | null): Approver | null => {
  if (kind === 'named-people') return { kind, personIds: [], needed: 1 };
  return kind === 'manager' || kind === 'application-owner' ? { kind } : null;
};

/** Who approves, step after step. Only an automatic policy asks nobody, so one step at least. */
export function ApprovalFields({ draft, onChange, errors }: FieldsProps) {
  const { approval } = draft;
  const set = (at: number, step: Approver) =>
    onChange({ approval: approval.map((each, index) => (index === at ? step : each)) });
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>Approved by</legend>
      {approval.length === 0 ? <p className={classes.warn}>Add a step: only an automatic policy asks nobody.</p> : null}
      <ol className={classes.steps}>
        {approval.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the order
          <li key={index}>
            <span className={classes.stepNumber} aria-hidden>
              {index + 1}
            </span>
            <Select
              aria-label={`Step ${index + 1}`}
              w={230}
              allowDeselect={false}
              data={[...kinds]}
              value={step.kind}
              onChange={(kind) => {
                const next = approverOf(kind);
                if (next) set(index, next);
              }}
            />
            <ActionIcon
              aria-label={`Remove step ${index + 1}`}
              onClick={() => onChange({ approval: approval.filter((_, at) => at !== index) })}
            >
              <IconX size={15} stroke={1.75} aria-hidden />
            </ActionIcon>
            {step.kind === 'named-people' ? (
              <NamedPeople step={step} onChange={(next) => set(index, next)} error={errors.approval} />
            ) : null}
          </li>
        ))}
      </ol>
      {approval.length < mostSteps ? (
        <Button
          size="xs"
          className={classes.addStep}
          leftSection={<IconPlus size={13} aria-hidden />}
          onClick={() => onChange({ approval: [...approval, { kind: 'manager' }] })}
        >
          Add step
        </Button>
      ) : null}
    </fieldset>
  );
}

/** It names nobody, or somebody whom the error names. */
const isAbout = ({ personIds }: Named, error: string | undefined) =>
  personIds.length === 0 || personIds.some((id) => error?.includes(id));

type Named = Extract<Approver, { kind: 'named-people' }>;
function NamedPeople(props: { step: Named; onChange: (step: Named) => void; error: string | undefined }) {
  const { step, onChange } = props;
  const most = Math.max(1, Math.min(mostNeeded, step.personIds.length));
  return (
    <div className={classes.named}>
      <ThingsPicker
        kind="people"
        label="People"
        most={20}
        value={step.personIds}
        onChange={(personIds) =>
          onChange({ ...step, personIds, needed: Math.min(step.needed ?? 1, Math.max(1, personIds.length)) })
        }
        error={isAbout(step, props.error) ? props.error : undefined}
      />
      <NumberInput
        label="How many of them"
        w={130}
        min={1}
        max={most}
        allowDecimal={false}
        clampBehavior="strict"
        value={step.needed ?? 1}
        onChange={(needed) => typeof needed === 'number' && onChange({ ...step, needed })}
      />
    </div>
  );
}
