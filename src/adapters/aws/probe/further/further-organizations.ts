import {
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-organizations';
import type { Check } from '../../../../core/connectors/model/checklist.ts';
import type { FurtherReadAction } from '../../../../core/connectors/model/further-read-permissions.ts';
import { count } from '../../reading/reading.ts';
import { atLeast, type Probe, skip, tryAction } from '../probe.ts';

const actions: readonly FurtherReadAction[] = [
  'organizations:ListRoots',
  'organizations:ListOrganizationalUnitsForParent',
  'organizations:ListTagsForResource',
];

/** After the place of the role is known: a member of an organization is refused all of it. */
export async function probeFurtherOrganizations(probe: Probe): Promise<Check[]> {
  const { place } = probe.learned;
  if (!probe.connection.organizationsEnabled) return skipAll('Support for AWS Organizations is off.');
  if (place === 'member' || place === 'no-organization')
    return skipAll('Not tried: AWS answers this to the management account and delegated administrators only.');
  const { organizations } = probe.clients;
  const [tree, tags] = await Promise.all([
    probeTree(probe),
    tryAction(
      probe,
      'organizations:ListTagsForResource',
      (abortSignal) =>
        organizations.send(new ListTagsForResourceCommand({ ResourceId: probe.session.role.awsAccountId }), {
          abortSignal,
        }),
      ({ Tags = [] }) => `${count(Tags.length, 'tag')} of AWS account ${probe.session.role.awsAccountId}`,
    ),
  ]);
  return [...tree, tags.check];
}

const skipAll = (detail: string) => actions.map((action) => skip(action, detail));

async function probeTree(probe: Probe): Promise<Check[]> {
  const { organizations } = probe.clients;
  const roots = await tryAction(
    probe,
    'organizations:ListRoots',
    (abortSignal) => organizations.send(new ListRootsCommand({}), { abortSignal }),
    ({ Roots = [] }) => Roots.map(({ Id }) => Id).join(', '),
  );
  const action = 'organizations:ListOrganizationalUnitsForParent';
  const ParentId = roots.output?.Roots?.[0]?.Id;
  if (!ParentId) return [roots.check, skip(action, 'Not tried: organizations:ListRoots named no root.')];
  const units = await tryAction(
    probe,
    action,
    (abortSignal) =>
      organizations.send(new ListOrganizationalUnitsForParentCommand({ ParentId, MaxResults: 20 }), { abortSignal }),
    ({ OrganizationalUnits = [], NextToken }) =>
      atLeast(count(OrganizationalUnits.length, 'organizational unit'), NextToken !== undefined),
  );
  return [roots.check, units.check];
}
