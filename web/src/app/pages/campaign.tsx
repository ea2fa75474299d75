import { usePermission } from '../../api/queries.ts';
import { AuditTable } from '../../features/audit/audit-table.tsx';
import { CampaignPage } from '../../features/reviews/campaign/campaign-page.tsx';

/** Puts the audit trail into the campaign's page: features do not know each other. */
export function CampaignRoute() {
  const maySeeAudit = usePermission('audit.read');
  return (
    <CampaignPage {...(maySeeAudit ? { audit: (objectId: string) => <AuditTable query={{ objectId }} /> } : {})} />
  );
}
