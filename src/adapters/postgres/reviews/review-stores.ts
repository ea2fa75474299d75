import type { ReviewStores } from '../../../core/reviews/ports.ts';
import type { ExecuteSql } from '../database.ts';
import { signingKeyStore } from '../security/signing-key-store.ts';
import { campaignStore } from './campaigns/campaign-store.ts';
import { evidenceStore } from './evidence/evidence-store.ts';
import { remediationStore } from './items/remediation-store.ts';
import { reviewItemStore } from './items/review-item-store.ts';

/** What core/reviews writes with, bound to one transaction. */
export const reviewStores = (
  executeSql: ExecuteSql,
): Pick<ReviewStores, 'campaigns' | 'reviewItems' | 'remediation' | 'signingKeys' | 'evidence'> => ({
  campaigns: campaignStore(executeSql),
  reviewItems: reviewItemStore(executeSql),
  remediation: remediationStore(executeSql),
  signingKeys: signingKeyStore(executeSql),
  evidence: evidenceStore(executeSql),
});
