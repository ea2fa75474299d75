import { ListPermissionSetsCommand } from '@aws-sdk/client-sso-admin';
import { dueInTurn } from '../../../../core/inventory/model/plan/due-in-turn.ts';
import { type Instance, permissionSetMention, tailOf } from '../identity-center-facts.ts';
import { count, eachPage, type Reading, readScope } from '../reading.ts';
import type { SetDetails } from './set-details.ts';

/**
 * All permission sets of the instance, and the details of those whose turn it is; null when they could not be listed whole.
 * What is known of the others is kept.
 */
export async function readPermissionSets(
  reading: Reading,
  instance: Instance,
  details: SetDetails,
): Promise<string[] | null> {
  await details.reportRefused();
  const { listed, isWhole } = await listPermissionSets(reading, instance);
  if (isWhole) {
    await refreshInTurn(reading, details, listed);
    return listed;
  }
  // Without the listing, the sets that earlier runs found can still be described.
  const instanceId = tailOf(instance.ref.nativeId);
  const arns = reading.known.permissionSetArns.filter((arn) => arn.includes(`/${instanceId}/`));
  await refreshInTurn(reading, details, [...new Set([...listed, ...arns])]);
  return null;
}

interface Listed {
  listed: string[];
  isWhole: boolean;
}

/** Which permission sets there are, and no more: what is known of each stays. */
export function listPermissionSets(reading: Reading, instance: Instance): Promise<Listed> {
  const { sink, known } = reading;
  sink.plan('sso:ListPermissionSets', Math.ceil(Math.max(1, known.permissionSetArns.length) / 100));
  return sink.part('permission sets', () => readList(reading, instance));
}

async function readList(reading: Reading, instance: Instance): Promise<Listed> {
  const { call, clients, sink } = reading;
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
        await sink.rows({ entities: PermissionSets.map((arn) => permissionSetMention(arn, instance)) });
      },
    );
    return { summary: count(listed.length, 'permission set') };
  });
  return { listed, isWhole: failure === null };
}

async function refreshInTurn({ known, sink }: Reading, details: SetDetails, arns: string[]): Promise<void> {
  const due = dueInTurn(arns, 'permission-set-details', known.history?.details);
  await details.refresh(due, arns);
  if (due.length > 0) await sink.log('read', `Details of ${count(due.length, 'permission set')}`);
}
