import { DescribePermissionSetCommand } from '@aws-sdk/client-sso-admin';
import type { EntityFact } from '../../../../core/inventory/model/fact.ts';
import type { ScopeFailure } from '../../../../core/inventory/model/scope.ts';
import { CallRefused } from '../../session/call-aws.ts';
import { eachConcurrently } from '../each-concurrently.ts';
import { type Instance, permissionSetFact, permissionSetMention } from '../identity-center-facts.ts';
import { failScope, type Reading } from '../reading.ts';
import { furtherDetails } from './further-details.ts';
import { createFurtherRights, type FurtherRights } from './further-rights.ts';

/** Sees to it that a permission set is described, whoever comes across it: AWS is asked where that was never read. */
export type DescribePermissionSet = (arn: string) => Promise<void>;

export interface SetDetails {
  describe: DescribePermissionSet;
  /**
   * Reads these anew, the first one alone: a right that is missing then costs one call. Where it shows that there is one
   * that was missing before, `all` are read: of each the last reading was not whole.
   */
  refresh(arns: readonly string[], all: readonly string[]): Promise<void>;
  reportRefused: FurtherRights['reportRefused'];
}

export function createSetDetails(reading: Reading, instance: Instance): SetDetails {
  const ages = reading.known.history?.details?.agesMs['permission-set-details'];
  const rights = createFurtherRights(reading, instance);
  const asked = new Map<string, Promise<void>>();
  const read = (arn: string): Promise<void> => {
    const pending =
      asked.get(arn) ?? reading.sink.part(`details of ${arn}`, () => readSet(reading, instance, arn, rights));
    asked.set(arn, pending);
    return pending;
  };
  const plan = (arns: readonly string[]): string[] => {
    const unasked = arns.filter((arn) => !asked.has(arn));
    reading.sink.plan('sso:DescribePermissionSet', unasked.length);
    rights.plan(unasked.length);
    return unasked;
  };
  return {
    async describe(arn) {
      if (ages?.[arn] !== undefined) return;
      plan([arn]);
      await read(arn);
    },
    async refresh(arns, all) {
      const [first, ...rest] = plan(arns);
      if (first === undefined) return;
      await read(first);
      await eachConcurrently(rest, reading.concurrency, read);
      if (rights.areMore()) await eachConcurrently(plan(all), reading.concurrency, read);
    },
    reportRefused: rights.reportRefused,
  };
}

async function readSet(reading: Reading, instance: Instance, arn: string, rights: FurtherRights): Promise<void> {
  const { sink } = reading;
  const scope = { kind: 'permission-set-details', a: { kind: 'permission-set', nativeId: arn } } as const;
  let described: EntityFact;
  try {
    // A part each: of a set whose reading a kill cut short, what was answered is not asked again.
    described = await sink.part(`description of ${arn}`, () => describe(reading, instance, arn));
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error;
    // Of a set that cannot be described nothing more is asked.
    rights.plan(-1);
    const mention = permissionSetMention(arn, instance);
    // Whoever names one that is deleted meanwhile does not bring it back.
    if (error.error.kind !== 'not-found') await sink.rows({ entities: [mention] });
    return failScope(sink, scope, `Permission set ${mention.name}`, error.failure);
  }
  const further: Record<string, unknown> = {};
  let failure: ScopeFailure | undefined;
  for (const detail of furtherDetails) {
    // Another set may have shown meanwhile that the role lacks it.
    if (!rights.allows(detail)) continue;
    const answer = await rights.ask(detail, arn);
    if ('value' in answer) further[detail.attr] = answer.value;
    else if (answer.failure.reason !== 'denied') failure = answer.failure;
  }
  const unread = furtherDetails.map(({ attr }) => attr).filter((attr) => !(attr in further));
  const attrs = { ...described.attrs, ...further };
  await sink.rows({ entities: [{ ...described, attrs, ...(unread.length > 0 && { unread }) }] });
  if (failure) return failScope(sink, scope, `Permission set ${described.name}`, failure);
  await sink.complete(scope, {});
}

async function describe({ call, clients }: Reading, instance: Instance, PermissionSetArn: string): Promise<EntityFact> {
  const { PermissionSet = {} } = await call('sso:DescribePermissionSet', (abortSignal) =>
    clients.sso.send(new DescribePermissionSetCommand({ InstanceArn: instance.ref.nativeId, PermissionSetArn }), {
      abortSignal,
    }),
  );
  return permissionSetFact(PermissionSet, PermissionSetArn, instance);
}
