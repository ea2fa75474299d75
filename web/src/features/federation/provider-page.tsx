import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { getOptions, usePermission } from '../../api/queries.ts';
import type { IdentityProvider } from '../../api/types.ts';
import { Empty, Failed, Loading } from '../../ui/feedback/states.tsx';
import { Fact, Page } from '../../ui/layout/page.tsx';
import { type TabItem, Tabs, useTab } from '../../ui/layout/tabs.tsx';
import { Identifier } from '../../ui/text/identifier.tsx';
import { counted } from '../../ui/text/words.ts';
import { GroupsTab } from './groups-tab.tsx';
import { Unmatched } from './providers-page.tsx';
import { RulesTab } from './rules/rules-tab.tsx';

const trail = [{ label: 'IdP groups', to: '/identity-providers' }];

/** One identity provider: its groups by file, and the rules that map them to roles. The API lists them; there are few. */
export function ProviderPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const providers = useQuery(getOptions('/api/v1/identity-providers', { query: { limit: 200 } }));
  const provider = providers.data?.items.find((each) => each.id === id);
  if (provider) return <Loaded key={id} provider={provider} />;
  return (
    <Page title={providers.isPending ? '' : 'Not shown'} trail={trail} here="Identity provider">
      {providers.isPending ? <Loading label="Loading the identity provider" /> : null}
      {providers.isError ? (
        <Failed error={providers.error} retry={() => void providers.refetch()} what="This identity provider" />
      ) : null}
      {providers.data ? <Empty title="There is no such identity provider">The link may be old.</Empty> : null}
    </Page>
  );
}

function Loaded({ provider }: { provider: IdentityProvider }) {
  const mayManage = usePermission('federation.manage');
  const rules = useQuery(getOptions('/api/v1/identity-providers/:id/rules', { params: { id: provider.id } }));
  const tabs: TabItem[] = [
    { id: 'groups', label: 'Groups', count: provider.groupCount },
    { id: 'matching', label: 'Matching', count: rules.data?.items.length },
  ];
  const tab = useTab(tabs);
  return (
    <Page
      title={provider.name}
      trail={trail}
      facts={
        <>
          <Fact>
            {counted(provider.groupCount, 'group', 'groups')}, {counted(provider.personCount, 'person', 'people')}
          </Fact>
          <Fact label="Addresses of nobody">
            <Unmatched count={provider.unmatchedEmails} isEmpty={provider.groupCount === 0} />
          </Fact>
          {provider.trusts.map((trust) => (
            <Fact key={trust.id} label="In AWS">
              <Identifier text={trust.arn} what="ARN" most={46} />
            </Fact>
          ))}
        </>
      }
    >
      <Tabs tabs={tabs} current={tab} label="Parts of this identity provider" />
      {tab === 'groups' ? (
        <GroupsTab providerId={provider.id} mayManage={mayManage} />
      ) : (
        <RulesTab provider={provider} rules={rules} mayManage={mayManage} />
      )}
    </Page>
  );
}
