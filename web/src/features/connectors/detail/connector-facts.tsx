import type { Connector } from '../../../api/types.ts';
import { Fact } from '../../../ui/layout/page.tsx';
import { Identifier } from '../../../ui/text/identifier.tsx';
import { shortMoment } from '../../../ui/text/time.tsx';
import { MemberFact } from './member-fact.tsx';

/** The line under the title: role, what it covers, owners, how often. */
export function ConnectorFacts({ connector }: { connector: Connector }) {
  return (
    <>
      <Fact label="Role">
        {connector.roleArn ? <Identifier text={connector.roleArn} what="role ARN" most={52} /> : 'none yet'}
      </Fact>
      <Fact label="Covers">
        {coverWords(connector)}
        {connector.identityCenterEnabled && connector.identityCenterRegion ? (
          <>
            , Identity Center <code className="cs-mono">{connector.identityCenterRegion}</code>
          </>
        ) : null}
      </Fact>
      {connector.deletedAt ? null : <MemberFact connector={connector} />}
      <Fact label="Owners">{connector.owners.map((owner) => owner.name).join(', ')}</Fact>
      {connector.deletedAt ? null : (
        <Fact label="Syncs">
          {connector.schedule}
          {connector.isPaused ? ', paused' : connector.nextSyncAt ? `, next ${shortMoment(connector.nextSyncAt)}` : ''}
        </Fact>
      )}
    </>
  );
}

function coverWords(connector: Connector): string {
  const account = connector.awsAccountId ? `AWS account ${connector.awsAccountId}` : 'one AWS account';
  if (!connector.organizationsEnabled) return account;
  return connector.organizationId
    ? `organization ${connector.organizationId}`
    : connector.awsAccountId
      ? `the organization of ${account}`
      : 'the whole organization';
}
