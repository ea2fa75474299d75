import type { RightReader } from '../../../core/access/publish-right.ts';
import type { EntityRef } from '../../../core/inventory/model/kinds.ts';
import type { ConnectionFacts, ScopeSink } from '../../../core/inventory/ports.ts';
import type { AwsOptions } from '../aws-options.ts';
import { readMembers as readIamMembers } from '../reading/iam/read-members.ts';
import { readPair } from '../reading/read-assignments.ts';
import { readMembers } from '../reading/read-identity-store.ts';
import type { Reading } from '../reading/reading.ts';
import { openWriteSession } from './write-session.ts';

/** Reads the one listing that a write changed: all assignments of the pair, all members of the group (SYN-4). */
export const createRightReader = (options: AwsOptions): RightReader => ({
  async read(connection, right, known, sink) {
    const opened = openWriteSession(options, connection);
    try {
      const isElsewhere = right.kind === 'iam-membership' && right.awsAccountId !== opened.awsAccountId;
      const session = isElsewhere ? await opened.member(right.awsAccountId) : opened;
      const learned: ConnectionFacts = { ...known, awsPartition: '', awsAccountId: opened.awsAccountId };
      const reading: Reading = {
        connection,
        known,
        sink: sink satisfies ScopeSink,
        clients: session.clients,
        call: session.read,
        own: { kind: 'aws-account', nativeId: session.awsAccountId },
        learned,
        concurrency: 1,
        backOffMs: options.backOffMs ?? 500,
        signal: session.signal,
      };
      await readListing(reading, right);
      return learned;
    } finally {
      opened.close();
    }
  },
});

async function readListing(reading: Reading, right: Parameters<RightReader['read']>[1]): Promise<void> {
  if (right.kind === 'iam-membership')
    return readIamMembers(reading, { nativeId: right.groupId, name: right.groupName }, true);
  const { identityCenterInstanceArn, identityStoreId } = reading.known;
  const instance = {
    ref: { kind: 'identity-center-instance', nativeId: identityCenterInstanceArn ?? '' },
    storeId: identityStoreId ?? '',
  } as const;
  if (right.kind === 'assignment') {
    const awsAccount: EntityRef = { kind: 'aws-account', nativeId: right.awsAccountId };
    await readPair(reading, instance, awsAccount, right.permissionSetArn);
  } else {
    const id = `${right.identityStoreId}/${right.groupId}`;
    await readMembers(reading, { ...instance, storeId: right.identityStoreId }, { id, name: id }, true);
  }
}
