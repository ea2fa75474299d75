import { ListAccountAssignmentsCommand } from '@aws-sdk/client-sso-admin';
import type { GrantFact } from '../../../core/inventory/model/fact.ts';
import type { EntityRef } from '../../../core/inventory/model/kinds.ts';
import { identityStoreRef } from '../../../core/inventory/ports.ts';
import type { Instance } from './identity-center-facts.ts';
import { type Counted, countedPart, eachPage, type Reading, readScope } from './reading.ts';

/**
 * Everybody who holds one permission set on one AWS account, by native id; null when it could not be read whole. `page` is
 * told before each page.
 */
export const readPair = (
  reading: Reading,
  instance: Instance,
  awsAccount: EntityRef,
  arn: string,
  page = () => {},
): Promise<Counted<string[] | null>> =>
  countedPart(reading, `assignments of ${arn} on ${awsAccount.nativeId}`, page, (counted) =>
    listAssignments(reading, instance, { awsAccount, arn }, counted),
  );

async function listAssignments(
  reading: Reading,
  instance: Instance,
  { awsAccount, arn }: { awsAccount: EntityRef; arn: string },
  page: () => void,
): Promise<string[] | null> {
  const { call, clients, sink } = reading;
  const permissionSet: EntityRef = { kind: 'permission-set', nativeId: arn };
  const title = `Assignments of ${arn.slice(arn.lastIndexOf('/') + 1)} on AWS account ${awsAccount.nativeId}`;
  const holders: string[] = [];
  const failure = await readScope(
    reading,
    { kind: 'assignments-of-pair', a: awsAccount, b: permissionSet },
    title,
    async () => {
      await eachPage(
        (NextToken) => {
          page();
          return call('sso:ListAccountAssignments', (abortSignal) =>
            clients.sso.send(
              new ListAccountAssignmentsCommand({
                InstanceArn: instance.ref.nativeId,
                AccountId: awsAccount.nativeId,
                PermissionSetArn: arn,
                NextToken,
                MaxResults: 100,
              }),
              { abortSignal },
            ),
          );
        },
        ({ NextToken }) => NextToken,
        async ({ AccountAssignments = [] }) => {
          const grants = AccountAssignments.flatMap(({ PrincipalId, PrincipalType }): GrantFact[] => {
            if (!PrincipalId) return [];
            const kind = PrincipalType === 'GROUP' ? 'identity-center-group' : 'identity-center-user';
            const principal = identityStoreRef(kind, instance.storeId, PrincipalId);
            holders.push(principal.nativeId);
            return [{ kind: 'permission-set-assignment', target: awsAccount, permissionSet, awsAccount, principal }];
          });
          await sink.rows({ grants });
        },
      );
      return {};
    },
  );
  return failure ? null : holders;
}
