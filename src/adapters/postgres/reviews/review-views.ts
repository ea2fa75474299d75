import type { ReviewViews } from '../../../core/reviews/views.ts';
import type { Database } from '../database.ts';
import { campaignViews } from './campaign-views.ts';
import { evidenceViews } from './evidence-views.ts';
import { itemViews } from './item-views.ts';
import { previewView } from './preview-view.ts';

/** Campaigns, items and packs as far as the viewer may see them (SEC-2). */
export const reviewViews = (database: Database): ReviewViews => ({
  ...campaignViews(database),
  ...itemViews(database),
  ...evidenceViews(database),
  preview: previewView(database),
});
