import type { PreviewView, ReviewViews } from '../../../../core/reviews/views.ts';
import { requirePermission, seesEverything } from '../../../../core/security/model/viewer.ts';
import { type Database, type ExecuteSql, inTransaction } from '../../database.ts';
import { federationSql } from './federation-freshness.ts';
import { populationCtes, populationSettings } from './population.ts';
import { readScopeGaps, scopeValues } from './scope-gaps.ts';

const countsSql = `with ${populationCtes('without facts')}
  select count(*)::int as items, count(distinct person_id)::int as people,
    count(*) filter (where reviewer_id is not null)::int as "withReviewer",
    count(*) filter (where via in ('fallback', 'super-administrator'))::int as "onFallback",
    (select coalesce(json_agg(json_build_object('person', json_build_object('id', p.id, 'name', p.name), 'items', r.items)
        order by r.items desc, p.name, p.id), '[]')
      from (select reviewer_id, count(*)::int as items from population where reviewer_id is not null group by 1) r
      join person p on p.id = r.reviewer_id) as reviewers,
    (select coalesce(json_agg(json_build_object('name', f.name, 'items', (select count(*)::int from population i
          join idp_group named on named.id = i.idp_group_id where named.identity_provider_id = f.id),
        'unmatched', f.unmatched, 'uploadedAt', f."uploadedAt", 'isChangedSince', f."isChangedSince") order by f.name), '[]')
      from (${federationSql}) f) as "identityProviders"
  from population`;

/** What a start would freeze now, and what it could not cover. Connectors are named to who sees everything only. */
export const previewView =
  (database: Database): ReviewViews['preview'] =>
  (viewer, { scope, reviewerRule, fallbackReviewerId }) => {
    requirePermission(viewer, 'campaigns.manage');
    return inTransaction(database, async (client) => {
      const executeSql = client.query.bind(client) as ExecuteSql;
      await executeSql(populationSettings);
      const newest = await executeSql('select max(seq) as seq from sync_run');
      const seq: number | null = newest.rows[0].seq;
      if (seq === null) return nothing;
      const { rows } = await executeSql(countsSql, [seq, ...scopeValues(scope), reviewerRule, fallbackReviewerId]);
      const gaps = await readScopeGaps(executeSql, scope, seq);
      const counts = rows[0] as Omit<PreviewView, 'gaps' | 'isStartable'>;
      return {
        ...counts,
        gaps: gaps.map((gap) => (seesEverything(viewer) ? gap : { ...gap, connectorId: null })),
        isStartable: counts.items > 0 && gaps.length === 0,
      };
    });
  };

const nothing: PreviewView = {
  items: 0,
  people: 0,
  withReviewer: 0,
  onFallback: 0,
  gaps: [],
  isStartable: false,
  reviewers: [],
  identityProviders: [],
};
