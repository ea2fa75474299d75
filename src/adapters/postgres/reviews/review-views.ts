import type { ReviewViews } from '../../../core/reviews/views.ts';
import type { Database } from '../database.ts';
import { campaignViews } from './campaigns/campaign-views.ts';
import { previewView } from './campaigns/preview-view.ts';
import { evidenceViews } from './evidence/evidence-views.ts';
import { itemViews } from './items/item-views.ts';

/** Campaigns, items and packs as far as the viewer may see them (SEC-2). */
export const reviewViews = (database: Database): ReviewViews => ({
  ...campaignViews(database),
  ...itemViews(database),
  ...evidenceViews(database),
  preview: previewView(database),
});
