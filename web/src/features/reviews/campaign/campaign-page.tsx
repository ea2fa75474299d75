import { useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Campaign } from '../../../api/types.ts';
import { Failed, Loading } from '../../../ui/feedback/states.tsx';
import { Fact, Page, WithSide } from '../../../ui/layout/page.tsx';
import { type TabItem, Tabs, useTab } from '../../../ui/layout/tabs.tsx';
import { Banner } from '../../../ui/status/banner.tsx';
import { Time } from '../../../ui/text/time.tsx';
import { counted } from '../../../ui/text/words.ts';
import { CampaignState } from '../campaigns/campaigns-page.tsx';
import { PreviewPane } from '../preview-pane.tsx';
import { useCampaign, usePreview } from '../use-campaign.ts';
import { dueWords, reviewerRuleWords, silenceShort, silenceWords } from '../words.ts';
import { CampaignActions } from './campaign-actions.tsx';
import { type AskedStep, StepDialog } from './dialogs/step-dialog.tsx';
import { EvidenceSection } from './evidence.tsx';
import { ItemsTab } from './items-tab.tsx';
import { ProgressTab } from './progress-tab.tsx';
import { Proof, RevocationsTab } from './revocations.tsx';

const trail = [{ label: 'Campaigns', to: '/campaigns' }];

interface CampaignPageProps {
  /** From another feature, put in by the shell. */
  audit?: (campaignId: string) => ReactNode;
}
/** One campaign for who runs it: progress with both halves, proof of revocations, evidence (REV-6, 7, 8). */
export function CampaignPage({ audit }: CampaignPageProps) {
  const { id } = useParams({ strict: false }) as { id: string };
  const campaign = useCampaign(id);
  if (campaign.data) return <Loaded key={id} campaign={campaign.data} {...(audit ? { audit } : {})} />;
  return (
    <Page title={campaign.isError ? 'Not shown' : ''} trail={trail} here="Campaign">
      {campaign.isError ? (
        <Failed error={campaign.error} retry={() => void campaign.refetch()} what="This campaign" />
      ) : (
        <Loading label="Loading the campaign" />
      )}
    </Page>
  );
}

function Loaded({ campaign, audit }: { campaign: Campaign } & CampaignPageProps) {
  const [asked, ask] = useState<AskedStep>(null);
  return (
    <Page
      title={campaign.name}
      trail={trail}
      beside={<CampaignState status={campaign.status} />}
      facts={<CampaignFacts campaign={campaign} />}
      actions={<CampaignActions campaign={campaign} onAsk={ask} />}
    >
      {campaign.staleReason ? <StaleBanner campaign={campaign} /> : null}
      {campaign.status === 'draft' ? (
        <Draft campaign={campaign} />
      ) : (
        <Started campaign={campaign} {...(audit ? { audit } : {})} />
      )}
      <StepDialog campaign={campaign} asked={asked} onClose={() => ask(null)} />
    </Page>
  );
}

function CampaignFacts({ campaign }: { campaign: Campaign }) {
  const { awsAccountIds, includesGroups } = campaign.scope;
  const accounts =
    awsAccountIds === 'all' ? 'all AWS accounts' : counted(awsAccountIds.length, 'AWS account', 'AWS accounts');
  return (
    <>
      <Fact label="Scope">
        {accounts}
        {includesGroups ? ' and groups that reach them' : ''}
      </Fact>
      {campaign.asOf ? (
        <Fact label="Snapshot">
          <Time at={campaign.asOf} />
        </Fact>
      ) : null}
      <Fact label="Due">{dueWords(campaign.dueAt)}</Fact>
      <Fact label="If silent">{silenceShort[campaign.silence]}</Fact>
      <Fact label="Owner">{campaign.owner.name}</Fact>
      {campaign.signedOffAt ? (
        <Fact label="Signed off">
          <Time at={campaign.signedOffAt} /> by {campaign.signedOffBy?.name ?? 'the owner'}
        </Fact>
      ) : null}
    </>
  );
}

const StaleBanner = ({ campaign }: { campaign: Campaign }) => (
  <div style={{ marginTop: 12, marginBottom: -16 }}>
    <Banner tone="warn" icon="stale">
      <p>
        <strong>Started on data that was not read whole.</strong> {campaign.owner.name} signed for it: “
        {campaign.staleReason}”
      </p>
    </Banner>
  </div>
);

/** Before the start: what it would cover, and the words it will be run by. */
function Draft({ campaign }: { campaign: Campaign }) {
  const preview = usePreview(
    campaign.canManage
      ? {
          scope: campaign.scope,
          reviewerRule: campaign.reviewerRule,
          fallbackReviewerId: campaign.fallbackReviewer.id,
        }
      : null,
  );
  return (
    <WithSide
      width={336}
      side={
        campaign.canManage ? (
          <PreviewPane preview={preview} fallbackName={campaign.fallbackReviewer.name} rule={campaign.reviewerRule} />
        ) : null
      }
    >
      {campaign.description ? <p style={{ marginBottom: 12 }}>{campaign.description}</p> : null}
      <p>
        Reviewed by {reviewerRuleWords[campaign.reviewerRule]}, otherwise by {campaign.fallbackReviewer.name}; nobody
        reviews their own access.
      </p>
      <p>What nobody has decided at the close {silenceWords[campaign.silence]}.</p>
      <p style={{ color: 'var(--cs-text3)', marginTop: 12 }}>
        Starting freezes what AWS said last and asks the reviewers. Scope and rules can’t be changed afterwards.
      </p>
    </WithSide>
  );
}

function Started({ campaign, audit }: { campaign: Campaign } & CampaignPageProps) {
  const { counts } = campaign;
  const revocations = counts.remediationPending + counts.remediationVerified + counts.reopened;
  const tabs: TabItem[] = [
    { id: 'progress', label: 'Progress' },
    { id: 'items', label: 'Items', count: counts.items.toLocaleString('en') },
    { id: 'revocations', label: 'Revocations', count: revocations },
    { id: 'evidence', label: 'Evidence' },
    ...(audit ? [{ id: 'audit', label: 'Audit trail' }] : []),
  ];
  const tab = useTab(tabs);
  return (
    <>
      <Tabs tabs={tabs} current={tab} label="Parts of this campaign" />
      {tab === 'progress' ? (
        <WithSide
          width={400}
          side={
            <>
              <Proof campaign={campaign} />
              <EvidenceSection campaign={campaign} isBrief />
            </>
          }
        >
          <ProgressTab campaign={campaign} />
        </WithSide>
      ) : null}
      {tab === 'items' ? <ItemsTab campaignId={campaign.id} /> : null}
      {tab === 'revocations' ? <RevocationsTab campaign={campaign} /> : null}
      {tab === 'evidence' ? (
        <div style={{ marginTop: 14, maxWidth: 820 }}>
          <EvidenceSection campaign={campaign} />
        </div>
      ) : null}
      {tab === 'audit' ? <div style={{ marginTop: 12 }}>{audit?.(campaign.id)}</div> : null}
    </>
  );
}
