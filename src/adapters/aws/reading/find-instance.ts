import { type InstanceMetadata, ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import type { ScopeFailure, ScopeKind } from '../../../core/inventory/model/scope.ts';
import { type Instance, knownGroups } from './identity-center-facts.ts';
import { eachPage, failScope, followsFrom, type Reading, readScope } from './reading.ts';

/**
 * The Identity Center instance of the connector's region: listed now, or the one an earlier run found when the listing
 * is denied. Null when there is none to read; then everything that needs one has been failed, naming the cause.
 */
export async function findInstance(reading: Reading): Promise<Instance | null> {
  const found = await reading.sink.part('instance', async () => {
    const instance = await listInstances(reading);
    const { identityCenterInstanceArn, identityStoreId } = reading.learned;
    return { instance, learned: { identityCenterInstanceArn, identityStoreId } };
  });
  Object.assign(reading.learned, found.learned);
  return found.instance;
}

async function listInstances(reading: Reading): Promise<Instance | null> {
  const { sink, clients, call, own, known, learned } = reading;
  const listed: InstanceMetadata[] = [];
  const choose = () =>
    chooseInstance(listed, learned.managementAwsAccountId ?? known.managementAwsAccountId, own.nativeId);
  sink.plan('sso:ListInstances', 1);
  const scope = { kind: 'identity-center-instances', a: own } as const;
  const failure = await readScope(reading, scope, 'Identity Center instance', async () => {
    await eachPage(
      (NextToken) =>
        call('sso:ListInstances', (abortSignal) =>
          clients.sso.send(new ListInstancesCommand({ NextToken, MaxResults: 100 }), { abortSignal }),
        ),
      (page) => page.NextToken,
      async ({ Instances = [] }) => void listed.push(...Instances),
    );
    const chosen = choose();
    // An empty answer is no failure of the call; it is failed below, in plain words.
    return chosen ? { facts: { entities: [instanceFact(chosen)] }, summary: chosen.InstanceArn ?? '' } : {};
  });

  const chosen = choose();
  if (chosen) {
    learned.identityCenterInstanceArn = chosen.InstanceArn ?? null;
    learned.identityStoreId = chosen.IdentityStoreId ?? null;
  } else if (failure) {
    learned.identityCenterInstanceArn = known.identityCenterInstanceArn;
    learned.identityStoreId = known.identityStoreId;
  }
  const { identityCenterInstanceArn: arn, identityStoreId: storeId } = learned;
  if (arn && storeId) return { ref: { kind: 'identity-center-instance', nativeId: arn }, storeId };
  await failDependents(reading, failure ? followsFrom(failure) : noInstance(reading));
  return null;
}

const noInstance = ({ connection }: Reading): ScopeFailure => ({
  reason: 'invalid',
  message: `There is no IAM Identity Center instance in region ${connection.identityCenterRegion} that this role can see. Choose the region in which Identity Center is enabled.`,
});

/** What hangs on an instance; of the last known one, or of "the one that this AWS account sees". */
async function failDependents(reading: Reading, failure: ScopeFailure): Promise<void> {
  const { sink, own, known } = reading;
  const arn = known.identityCenterInstanceArn;
  const a = arn ? ({ kind: 'identity-center-instance', nativeId: arn } as const) : own;
  const kinds: [ScopeKind, string][] = [
    ['identity-center-users', 'Identity Center users'],
    ['identity-center-groups', 'Identity Center groups'],
    ['permission-sets', 'Permission sets'],
  ];
  for (const [kind, title] of kinds) await failScope(sink, { kind, a }, title, failure);
  for (const a of knownGroups(known)) await sink.failed({ kind: 'members-of-group', a }, failure);
  for (const id of new Set([own.nativeId, ...known.awsAccountIds])) {
    await sink.failed({ kind: 'pairs-of-aws-account', a: { kind: 'aws-account', nativeId: id } }, failure);
  }
}

/** The organization's instance belongs to the management account; account instances have no permission sets. */
export function chooseInstance(
  listed: InstanceMetadata[],
  managementAwsAccountId: string | null,
  ownAwsAccountId: string,
): InstanceMetadata | undefined {
  const rank = ({ OwnerAccountId: owner, Status }: InstanceMetadata) =>
    (owner !== undefined && owner === managementAwsAccountId ? 0 : owner !== ownAwsAccountId ? 2 : 4) +
    (Status === 'ACTIVE' ? 0 : 1);
  const ranked = listed.toSorted((a, b) => rank(a) - rank(b) || `${a.InstanceArn}`.localeCompare(`${b.InstanceArn}`));
  return ranked[0];
}

const instanceFact = (instance: InstanceMetadata) => ({
  kind: 'identity-center-instance' as const,
  nativeId: instance.InstanceArn ?? '',
  ...(instance.OwnerAccountId && { parent: { kind: 'aws-account' as const, nativeId: instance.OwnerAccountId } }),
  name: instance.Name || 'IAM Identity Center',
  ...(instance.InstanceArn && { arn: instance.InstanceArn }),
  ...(instance.Status && { status: instance.Status.toLowerCase() }),
  attrs: { identityStoreId: instance.IdentityStoreId },
});
