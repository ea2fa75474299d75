import type { ReviewStores } from '../../../core/reviews/ports.ts';
import type { ExecuteSql } from '../database.ts';
import { campaignStore } from './campaign-store.ts';
import { evidenceStore } from './evidence-store.ts';
import { remediationStore } from './remediation-store.ts';
import { reviewItemStore } from './review-item-store.ts';
import { signingKeyStore } from './signing-key-store.ts';

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
