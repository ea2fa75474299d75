import type { PolicyForm } from '../../src/core/access/model/policy/policy-form.ts';
import { createWorld, type World } from '../support/world.ts';
import type { Answer, Caller, Http } from './start-http.ts';
import { startHttp } from './start-http.ts';

export const everyone = { kind: 'everyone' } as const;
export const anywhere = { permissionSets: 'all', awsAccounts: 'all' } as const;
export const byManager = [{ kind: 'manager' }] as const;
export const byOwner = [{ kind: 'application-owner' }] as const;
export const permitAll = (
  approval: PolicyForm extends infer F ? (F extends { approval: infer A } ? A : never) : never = byManager,
) => ({ shape: 'permission-sets', who: everyone, ...anywhere, maxMinutes: 480, approval }) as const;
export const permitGroups = {
  shape: 'groups',
  who: everyone,
  groupIds: 'all',
  maxMinutes: 480,
  approval: byOwner,
} as const;

/**
 * The world of test/support/world.ts, where Olga Owner owns the application, a group comes from an identity provider,
 * and Rae Request is Request Administrator. Emil reports to Lee, Lee to Mia; Ben has no manager.
 */
export const startRequestsWorld = async () => {
  const http = await startHttp();
  await http.reset();
  const world = await createWorld(http.database);
  await http.database.pool.query(`
    insert into application_owner values ('app_aws', 'per_owner');
    insert into person (id, name, email, source, created_at, updated_at)
      values ('per_rae', 'Rae Request', 'rae@corp.example', 'demo', now(), now());
    insert into role_grant (person_id, role, granted_at) values ('per_rae', 'request-administrator', now())`);
  await world.entity('okta-group', 'identity-center-group', 'd-1/okta-group', {
    parent: 'instance',
    shown: 'Okta people',
    attrs: { externalIds: [{ issuer: 'https://okta.example', id: '1' }] },
  });
  const callers = new Map<string, Promise<Caller>>();
  const as = (id: string): Promise<Caller> => {
    const known = callers.get(id) ?? http.signIn(`per_${id}`);
    callers.set(id, known);
    return known;
  };
  return {
    http,
    world,
    as,
    readonlyOnProd: {
      kind: 'permission-set-assignment',
      permissionSetId: world.ent('readonly'),
      awsAccountId: '333333333333',
    },
    set: (set: string, awsAccountId: string) => ({
      kind: 'permission-set-assignment',
      permissionSetId: world.ent(set),
      awsAccountId,
    }),
    group: (name: string) => ({ kind: 'group-member', groupId: world.ent(name) }),
    /** After days everybody has to sign in again. */
    signInAgain: () => callers.clear(),
    /** No policy, no request, no lease; a policy for each form. */
    async begin(...forms: PolicyForm[]): Promise<string[]> {
      await http.asOwner(
        'truncate access_request, access_policy, policy_revision, notification, idempotency_key cascade; update clock_offset set offset_ms = 0',
      );
      const ids: string[] = [];
      for (const form of forms) {
        const answer = await (await as('super')).post('/api/v1/policies', { name: `Policy ${ids.length}`, form });
        if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
        ids.push(answer.body.id);
      }
      return ids;
    },
    async submit(who: string, wish: object, headers = {}): Promise<Answer> {
      const body = { durationMinutes: 60, reason: 'To read a log', ...wish };
      return (await as(who)).post('/api/v1/requests', body, headers);
    },
    async decide(
      who: string,
      id: string,
      what: 'approve' | 'deny' | 'cancel',
      body: object = {},
      headers = {},
    ): Promise<Answer> {
      const path = `/api/v1/requests/${id}/${what}`;
      return (await as(who)).post(path, what === 'cancel' ? undefined : body, headers);
    },
    rows: async (sql: string, values: unknown[] = []) => (await http.database.pool.query(sql, values)).rows,
    told: async (kind: string): Promise<string[]> =>
      (
        await http.database.pool.query('select person_id from notification where kind = $1 order by person_id', [kind])
      ).rows.map(({ person_id }) => person_id),
  };
};
export type RequestsWorld = Awaited<ReturnType<typeof startRequestsWorld>> & { http: Http; world: World };
export const refused = ({ status, body }: Answer) => ({ status, code: body.code });
