import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getOptions } from '../../../api/queries.ts';
import type { Application } from '../../../api/types.ts';
import classes from '../connectors.module.css';

export interface ApplicationChoice {
  kind: 'new' | 'existing';
  name: string;
  id: string | null;
}
interface ApplicationFieldProps {
  value: ApplicationChoice;
  onChange: (value: ApplicationChoice) => void;
  error: string | undefined;
}

/** Join an existing application or make a new one; those discovered from an identity provider come first (CON-16). */
export function ApplicationField({ value, onChange, error }: ApplicationFieldProps) {
  const { data } = useQuery(getOptions('/api/v1/applications', { query: { limit: 200 } }));
  const applications = data?.items ?? [];
  const isDiscovered = applications.some((application) => application.discoveredFrom);
  return (
    <fieldset className={classes.fieldset}>
      <legend className={applications.length > 0 ? classes.legend : 'cs-sr'}>Application</legend>
      {applications.length > 0 ? (
        <div className={classes.choice}>
          {(['new', 'existing'] as const).map((kind) => (
            <label key={kind}>
              <input
                type="radio"
                name="application-kind"
                checked={value.kind === kind}
                onChange={() => onChange({ ...value, kind })}
              />
              {kind === 'new' ? 'New application' : 'Existing application'}
            </label>
          ))}
        </div>
      ) : null}
      {value.kind === 'new' ? (
        <TextInput
          label="Application name"
          description="What people call it"
          placeholder="AWS production"
          required
          withAsterisk={false}
          maxLength={100}
          data-autofocus
          value={value.name}
          onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
          error={error}
        />
      ) : (
        <Select
          label="Existing application"
          placeholder="Choose one"
          searchable
          required
          withAsterisk={false}
          data={grouped(applications)}
          value={value.id}
          onChange={(id) => onChange({ ...value, id })}
          error={error}
          nothingFoundMessage="No application of that name"
        />
      )}
      {isDiscovered ? (
        <p className={classes.hint}>
          Do people sign in to AWS through an identity provider? Then join the application that was discovered from it,
          so that both sides of the sign-in are seen together.
        </p>
      ) : null}
    </fieldset>
  );
}

const optionOf = (application: Application) => ({ value: application.id, label: application.name });
function grouped(applications: Application[]) {
  const sources = [...new Set(applications.flatMap((application) => application.discoveredFrom ?? []))];
  const others = applications.filter((application) => !application.discoveredFrom).map(optionOf);
  return [
    ...sources.map((source) => ({
      group: `Discovered from ${source}`,
      items: applications.filter((application) => application.discoveredFrom === source).map(optionOf),
    })),
    ...(others.length > 0 ? [{ group: sources.length > 0 ? 'Others' : 'Applications', items: others }] : []),
  ];
}
