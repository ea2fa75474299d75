import { sql } from 'kysely';
import type { AccessPageView, AccessRequest, AccessViews } from '../../../../core/inventory/views/access-views.ts';
import type { Viewer } from '../../../../core/security/model/viewer.ts';
import type { Database } from '../../database.ts';
import { type ListQuery, listQueryOf } from '../list-page.ts';
import type { Sql } from '../moment.ts';
import { type Executor, inSnapshot } from '../snapshot.ts';
import { type AccessQuestion, readAccessPage } from './access-page.ts';
import { gapsBetween, gapsOfHolders, gapsOfHoldings, readGaps } from './gaps.ts';
import { holdersCte, sourceCtes } from './holders.ts';
import { holdingsCtes } from './holdings.ts';
import { entitySubject, namedHolder, namedTarget, personSubject, type Subject } from './subject.ts';

interface Asked {
  subject: Subject;
  question: AccessQuestion;
  gaps: Sql;
}

/** Answers are read from one snapshot: subject, rows and gaps speak of the same publication. */
export function accessViews(database: Database): Omit<AccessViews, 'changes'> {
  const ask = (
    viewer: Viewer,
    request: AccessRequest,
    prepare: (db: Executor, query: ListQuery) => Promise<Asked>,
  ): Promise<AccessPageView> =>
    inSnapshot(database, async (db) => {
      const query = listQueryOf(viewer, request.asOf);
      const { subject, question, gaps } = await prepare(db, query);
      const page = await readAccessPage(db, query, question, request);
      const { kind, id, name } = subject;
      return { ...page, subject: { kind, id, name }, gaps: await readGaps(db, query, gaps) };
    });
  const holdersOf = (kind: 'aws-account' | 'group' | 'permission-set' | 'role') =>
    ((viewer, id, request) =>
      ask(viewer, request, async (db, query) =>
        whoHolds(query, await entitySubject(db, query, kind, id), request),
      )) satisfies AccessViews['ofGroup'];
  return {
    ofAwsAccount: holdersOf('aws-account'),
    ofGroup: holdersOf('group'),
    ofPermissionSet: holdersOf('permission-set'),
    ofRole: holdersOf('role'),
    whoCan: (viewer, name, request) =>
      ask(viewer, request, async (db, query) => whoHolds(query, await namedTarget(db, query, name), request)),
    ofPerson: (viewer, id, request) =>
      ask(viewer, request, async (db, query) => whatIsHeld(query, await personSubject(db, query, id))),
    ofIdentity: (viewer, id, request) =>
      ask(viewer, request, async (db, query) => whatIsHeld(query, await entitySubject(db, query, 'identity', id))),
    byGroup: (viewer, id, request) =>
      ask(viewer, request, async (db, query) => whatIsHeld(query, await entitySubject(db, query, 'group', id))),
    of: (viewer, name, request) =>
      ask(viewer, request, async (db, query) => whatIsHeld(query, await namedHolder(db, query, name))),
    why: (viewer, { person, target }, request) =>
      ask(viewer, request, async (db, query) =>
        between(query, await namedHolder(db, query, person), await namedTarget(db, query, target)),
      ),
  };
}

function whoHolds({ moment }: ListQuery, subject: Subject, { includeServices = false }: AccessRequest): Asked {
  const id = sql`${subject.number}::int`;
  const wanted: Record<string, Sql> = {
    'aws-account': sql`account_id = ${id} and kind in (1, 2, 3)`,
    group: sql`kind = 1 and target_id = ${id}`,
    'permission-set': sql`kind = 2 and ps_id = ${id}`,
    // Of the role of a permission set: whoever is assigned the set there.
    role: sql`(kind = 3 and target_id = ${id}) or (kind = 2 and role_id = ${id})`,
  };
  const question = {
    ctes: [
      sql`want as materialized (select 0 as about, id, kind, target_id from entitlement where ${wanted[subject.kind]})`,
      sql`want_home as (select 0 as about, ${id} as id where ${subject.kind === 'aws-account'})`,
      ...sourceCtes(moment, includeServices || subject.kind === 'role'),
      holdersCte(moment),
    ],
    countServices: includeServices,
  };
  return { subject, question, gaps: gapsOfHolders(subject) };
}

const identitiesOf = (subject: Subject): Sql =>
  subject.kind === 'person'
    ? sql`select identity_id from link where person_id = ${subject.id}`
    : sql`select ${subject.number}::int`;

const heldBy = (moment: ListQuery['moment'], subject: Subject): Sql[] => [
  sql`me (id) as materialized (${identitiesOf(subject)})`,
  ...holdingsCtes(moment, subject.kind === 'person' ? subject.id : null),
];

const whatIsHeld = ({ moment }: ListQuery, subject: Subject): Asked => ({
  subject,
  question: { ctes: heldBy(moment, subject) },
  gaps: gapsOfHoldings(identitiesOf(subject), subject.kind === 'person'),
});

function between({ moment }: ListQuery, holder: Subject, target: Subject): Asked {
  const id = sql`${target.number}::int`;
  const reaches: Record<string, Sql> = {
    'aws-account': sql`f.aws_account_id = ${id}`,
    group: sql`f.kind = 1 and f.target_id = ${id}`,
    'permission-set': sql`f.kind = 2 and f.ps_id = ${id}`,
    role: sql`((f.kind = 3 and f.target_id = ${id}) or (f.kind = 2 and f.role_id = ${id}))`,
  };
  return {
    subject: target,
    question: { ctes: heldBy(moment, holder), where: reaches[target.kind] as Sql },
    gaps: gapsBetween(identitiesOf(holder), target),
  };
}
