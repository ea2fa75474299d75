import type { Observed } from '../../../core/access/model/reconcile-plan.ts';
import type { Provisioner, ProvisioningSession } from '../../../core/access/provisioning-ports.ts';
import type { AwsOptions } from '../aws-options.ts';
import { followAssignment, observeAssignment, startAssignment } from './assignments.ts';
import { refusedBy } from './classify-problem.ts';
import { changeIamMembership, observeIamMembership } from './iam-memberships.ts';
import { changeMembership, observeMembership } from './identity-store-memberships.ts';
import { openWriteSession } from './write-session.ts';

/** Changes AWS through the role of a connector: assignments, and memberships of both kinds of group (PRV-1). */
export const createAwsProvisioner = (options: AwsOptions): Provisioner => ({
  open(connection): ProvisioningSession {
    const session = openWriteSession(options, connection);
    const told = async <T>(isWrite: boolean, ask: () => Promise<T>): Promise<T> => {
      try {
        return await ask();
      } catch (error) {
        throw refusedBy(error, isWrite);
      }
    };
    return {
      observe: (right) =>
        told(false, async (): Promise<Observed> => {
          const isThere =
            right.kind === 'assignment'
              ? await observeAssignment(session, right)
              : right.kind === 'iam-membership'
                ? await observeIamMembership(session, right)
                : await observeMembership(session, right);
          return isThere ? 'present' : 'absent';
        }),
      start: (right, change) =>
        told(true, async () => {
          if (right.kind === 'assignment')
            return { status: 'in-progress', requestId: await startAssignment(session, right, change) };
          const isChanged =
            right.kind === 'iam-membership'
              ? await changeIamMembership(session, right, change)
              : await changeMembership(session, right, change);
          return { status: isChanged ? 'done' : 'was-so' };
        }),
      follow: (right, change, requestId) =>
        told(false, async () =>
          right.kind === 'assignment' ? followAssignment(session, right, change, requestId) : 'forgotten',
        ),
      close: session.close,
    };
  },
});
