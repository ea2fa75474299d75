import { DescribePermissionSetCommand, ListPermissionSetsCommand } from '@aws-sdk/client-sso-admin';
import { eachConcurrently } from './each-concurrently.ts';
import { type Instance, permissionSetFact, permissionSetMention, tailOf } from './identity-center-facts.ts';
import { count, eachPage, type Reading, readScope } from './reading.ts';

/** Describes each permission set once, whoever comes across it first. */
export type DescribePermissionSet = (arn: string) => Promise<void>;

export function createDescribePermissionSet(reading: Reading, instance: Instance): DescribePermissionSet {
  const asked = new Map<string, Promise<void>>();
  return (arn) => {
    const pending = asked.get(arn) ?? reading.sink.part(`details of ${arn}`, () => describe(reading, instance, arn));
    asked.set(arn, pending);
    return pending;
  };
}

async function describe(reading: Reading, instance: Instance, arn: string): Promise<void> {
  const { call, clients, sink } = reading;
  const scope = { kind: 'permission-set-details', a: { kind: 'permission-set', nativeId: arn } } as const;
  const mention = permissionSetMention(arn, instance);
  const failure = await readScope(reading, scope, `Permission set ${mention.name}`, async () => {
    const { PermissionSet = {} } = await call('sso:DescribePermissionSet', (abortSignal) =>
      clients.sso.send(
        new DescribePermissionSetCommand({ InstanceArn: instance.ref.nativeId, PermissionSetArn: arn }),
        { abortSignal },
      ),
    );
    return { facts: { entities: [permissionSetFact(PermissionSet, arn, instance)] } };
  });
  if (failure) await sink.rows({ entities: [mention] });
}

/** All permission sets of the instance, with their names; null when they could not be listed whole. */
export const readPermissionSets = (
  reading: Reading,
  instance: Instance,
  describeSet: DescribePermissionSet,
): Promise<string[] | null> =>
  reading.sink.part('permission sets', () => listPermissionSets(reading, instance, describeSet));

async function listPermissionSets(
  reading: Reading,
  instance: Instance,
  describeSet: DescribePermissionSet,
): Promise<string[] | null> {
  const { call, clients, sink, known } = reading;
  sink.plan('sso:ListPermissionSets', Math.ceil(Math.max(1, known.permissionSetArns.length) / 100));
  const listed: string[] = [];
  const scope = { kind: 'permission-sets', a: instance.ref } as const;
  const failure = await readScope(reading, scope, 'Permission sets', async () => {
    await eachPage(
      (NextToken) =>
        call('sso:ListPermissionSets', (abortSignal) =>
          clients.sso.send(
            new ListPermissionSetsCommand({ InstanceArn: instance.ref.nativeId, NextToken, MaxResults: 100 }),
            { abortSignal },
          ),
        ),
      (page) => page.NextToken,
      async ({ PermissionSets = [] }) => {
        listed.push(...PermissionSets);
        sink.plan('sso:DescribePermissionSet', PermissionSets.length);
        await eachConcurrently(PermissionSets, reading.concurrency, describeSet);
      },
    );
    return { summary: count(listed.length, 'permission set') };
  });
  if (!failure) return listed;
  // Without the listing, the sets that earlier runs found can still be described.
  const instanceId = tailOf(instance.ref.nativeId);
  const arns = known.permissionSetArns.filter((arn) => arn.includes(`/${instanceId}/`));
  sink.plan('sso:DescribePermissionSet', arns.filter((arn) => !listed.includes(arn)).length);
  await eachConcurrently(arns, reading.concurrency, describeSet);
  return null;
}
