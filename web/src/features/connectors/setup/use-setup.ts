import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { client } from '../../../api/client.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { refresh } from '../../../api/queries.ts';
import type { Checklist, Connector, ConnectorSettings, Setup } from '../../../api/types.ts';
import { keepConnector } from '../use-connector.ts';
import { nothingEntered, type ScimEntry, scimPartOf } from './scim/scim-settings.ts';

const settingsOf = (connector: Connector): ConnectorSettings => ({
  roleArn: connector.roleArn ?? '',
  organizationsEnabled: connector.organizationsEnabled,
  identityCenterEnabled: connector.identityCenterEnabled,
  identityCenterRegion: connector.identityCenterRegion,
  memberRoleName: connector.memberRoleName,
  scimEnabled: connector.scimEnabled,
  scimEndpoint: connector.scimEndpoint,
});
const hasNoRole = (values: ConnectorSettings) => values.roleArn.trim() === '';
/** What a mutation closes over holds the token as it was typed: nothing of it outlives the form. */
const unkept = { gcTime: 0 };
const missing = 'Enter the ARN of the role that you created in step 2.';

/** The values of the form, testing them, saving them, and (in the demo) making the role. */
export function useSetup(connector: Connector, setup: Setup) {
  const [values, setValues] = useState(() => settingsOf(connector));
  const [scimEntry, setScimEntry] = useState(nothingEntered);
  const [tested, setTested] = useState<Checklist | null>(null);
  const [furtherReading, setFurtherReading] = useState(true);
  const [roleMissing, setRoleMissing] = useState(false);
  const navigate = useNavigate();
  const input = { params: { id: connector.id } };
  const body = { ...values, ...scimPartOf(values, scimEntry, connector) };
  const test = useMutation({
    ...unkept,
    mutationFn: () => client.post('/api/v1/connectors/:id/test', { ...input, body }),
    onSuccess: async (checklist) => {
      setTested(checklist);
      await refresh('/api/v1/connectors/:id', '/api/v1/connectors/:id/setup');
    },
  });
  const save = useMutation({
    ...unkept,
    mutationFn: () => client.patch('/api/v1/connectors/:id', { ...input, body, ifMatch: connector.version }),
    onSuccess: async (saved) => {
      await keepConnector(saved);
      await navigate({ to: `/connectors/${connector.id}` });
    },
  });
  const createRole = useMutation({
    mutationFn: () =>
      client.post('/api/v1/demo/connectors/:id/role', {
        ...input,
        query: { reading: furtherReading ? 'further' : 'minimum' },
      }),
    onSuccess: ({ roleArn }) => change({ roleArn }),
  });
  const change = (part: Partial<ConnectorSettings>) => {
    setRoleMissing(false);
    setValues((before) => ({ ...before, ...part }));
  };
  const withRole = (go: () => void) => () => {
    setRoleMissing(hasNoRole(values));
    if (!hasNoRole(values)) go();
  };
  const problem = [save.error, test.error].find((error): error is ApiProblem => error instanceof ApiProblem);
  const errorOf = (field: keyof ConnectorSettings) =>
    field === 'roleArn' && roleMissing ? missing : problem?.forField(field);
  return {
    values,
    saved: connector,
    change,
    errorOf,
    scimEntry,
    enterScim: (part: Partial<ScimEntry>) => setScimEntry((before) => ({ ...before, ...part })),
    ...useDependents(values, change),
    test: withRole(() => {
      save.reset();
      test.mutate();
    }),
    save: withRole(() => {
      test.reset();
      save.mutate();
    }),
    furtherReading,
    setFurtherReading,
    createRole: () => createRole.mutate(),
    isTesting: test.isPending,
    isSaving: save.isPending,
    isCreatingRole: createRole.isPending,
    failed: failureOf(save.error, test.error, createRole.error),
    checklist: tested ?? connector.checklist,
    regions: setup.regions,
  };
}

/**
 * IAM of other AWS accounts needs Organizations, and the SCIM API Identity Center: turning those off clears the role's name
 * and turns SCIM off, turning them on brings it back.
 */
function useDependents(values: ConnectorSettings, change: (part: Partial<ConnectorSettings>) => void) {
  const [clearedMemberRole, setClearedMemberRole] = useState<string | null>(null);
  const [hasTurnedOffScim, setTurnedOffScim] = useState(false);
  return {
    clearedMemberRole,
    setOrganizations: (organizationsEnabled: boolean) => {
      setClearedMemberRole(organizationsEnabled ? null : values.memberRoleName?.trim() || null);
      change({ organizationsEnabled, memberRoleName: organizationsEnabled ? clearedMemberRole : null });
    },
    hasTurnedOffScim,
    setIdentityCenter: (identityCenterEnabled: boolean) => {
      setTurnedOffScim(!identityCenterEnabled && values.scimEnabled === true);
      change({ identityCenterEnabled, scimEnabled: identityCenterEnabled && hasTurnedOffScim });
    },
  };
}

function failureOf(save: unknown, test: unknown, createRole: unknown): { what: string; error: unknown } | null {
  if (save) return { what: 'Not saved.', error: save };
  if (test) return { what: 'Not tested.', error: test };
  return createRole ? { what: 'The role was not made.', error: createRole } : null;
}
export type SetupState = ReturnType<typeof useSetup>;
