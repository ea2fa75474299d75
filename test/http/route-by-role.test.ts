import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api } from '../../src/contract/index.ts';
import type { Route } from '../../src/contract/route.ts';
import type { World } from '../support/world.ts';
import { campaignExpectations, createRoleCampaigns, type RoleCampaigns } from './route-by-role-campaigns.ts';
import { mentioned, tellable, type ViewerName, viewerNames, viewers, visible } from './route-by-role-world.ts';
import { type Answer, type Caller, type Http, startHttp } from './start-http.ts';

let http: Http;
let world: World;
let campaigns: RoleCampaigns;
let baseUrl: string;
beforeAll(async () => {
  http = await startHttp();
  await http.reset();
  ({ world, ids: campaigns } = await createRoleCampaigns(http));
  await addRequest();
  await http.database.pool.query(
    `insert into identity_provider (id, name, created_at, created_by) values ('idp_okta', 'Corporate Okta', now(), 'per_super')`,
  );
  await http.database.pool.query(`insert into identity_provider_trust values ('idp_okta', $1)`, [
    world.id('okta-provider'),
  ]);
  await http.database.pool.query(
    `insert into idp_group (id, identity_provider_id, name, first_seen_at) values ('igr_1', 'idp_okta', 'Operators', now())`,
  );
  baseUrl = await http.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => http?.stop());

/** Emil asks for ReadOnlyAccess on prod-payments, and Cam is named to decide; no policy permits it any more. */
const addRequest = () =>
  http.database.pool.query(`
    insert into policy_revision (policies, digest, created_at) values ('{}', '', now());
    insert into access_request (id, requester_id, person_id, identity_id, kind, target_id, ps_id, connector_id,
      duration_minutes, reason, policy_revision, decision, created_at, expires_at)
    values ('req_emil', 'per_emil', 'per_emil', ${world.id('emil')}, 2, ${world.id('prod-payments')},
      ${world.id('readonly')}, 'con_org', 60, 'Reading', (select max(number) from policy_revision),
      '{"policies": [], "outranked": [], "guardrails": [], "steps": [], "limitMinutes": 60}', now(),
      now() + interval '1 day');
    insert into approval_step (request_id, step, kind, status) values ('req_emil', 1, 'named-people', 'open');
    insert into approval_candidate values ('req_emil', 1, 'per_campaign', 'named by the policy');
    insert into delegation (id, person_id, delegate_id, from_at, until_at, created_at, created_by)
      values ('dlg_lee', 'per_lead', 'per_campaign', now(), now() + interval '1 day', now(), 'per_lead')`);

/** What each viewer is answered, in the order of `viewers`: anonymous, employee, manager, connector administrator (of nothing, of con_work), auditor, campaign administrator, super administrator. */
type Statuses = [number, number, number, number, number, number, number, number];
interface Expectation {
  /** The path's parameters and the query, where the path has any. */
  url?: () => string;
  body?: object | (() => object);
  statuses: Statuses;
  /** What may be told beyond the viewer's own world. */
  tells?: string[];
  /** Ids that the items of the answer must be, exactly. */
  items?: Partial<Record<ViewerName, string[]>>;
}
const everyone: Statuses = [200, 200, 200, 200, 200, 200, 200, 200];
const signedIn: Statuses = [401, 200, 200, 200, 200, 200, 200, 200];
/** Only who sees everything sees this subject. */
const seers: Statuses = [401, 404, 404, 404, 404, 200, 404, 200];
/** Administrators and auditors, whatever they hold (docs/decisions/0011). */
const looksUp: Statuses = [401, 403, 403, 200, 200, 200, 200, 200];
/** con_work: its owner, and who reads or may do everything. */
const reads: Statuses = [401, 403, 403, 404, 200, 200, 403, 200];
const manages = (done: number): Statuses => [401, 403, 403, 404, done, 403, 403, done];
const but = (statuses: Statuses, changes: Partial<Record<ViewerName, number>>): Statuses =>
  viewerNames.map((name, index) => changes[name] ?? statuses[index]) as Statuses;

/** The audit log is told whole, or not at all. */
const auditors: Statuses = [401, 403, 403, 403, 403, 200, 403, 200];
/** Connector Administrators and who sees everything; whose inventory it is decides what they are told. */
const federates = (done: number): Statuses => [401, 403, 403, done, done, done, 403, done];
const readsMembers: Statuses = [401, 403, 403, 403, 403, 200, 403, 200];
const idp = '/api/v1/identity-providers/idp_okta';
const connector = '/api/v1/connectors/con_work';
const madeBy = ['per_super', 'per_owner'];
const request = '/api/v1/requests/req_emil';
/** The requester, managers, whoever may decide, and who sees everything. */
const seesRequest: Statuses = [401, 200, 200, 404, 404, 200, 200, 200];
/** What a request says of whom and of what; and to who decides, what Emil holds there. */
const ofRequest = ['per_emil', 'emil', 'per_campaign', 'readonly', 'prod-payments'];
const wish = { entitlement: { kind: 'group-member', groupId: 'ent_99999' }, durationMinutes: 60 };
const policyForm = {
  shape: 'permission-sets',
  who: { kind: 'everyone' },
  permissionSets: ['ent_99999'],
  awsAccounts: 'all',
  maxMinutes: 60,
  approval: [{ kind: 'manager' }],
};
const expectations: Record<string, Expectation> = {
  'session.signInOptions': { statuses: everyone },
  'session.demoSignIns': { statuses: everyone },
  'session.signIn': {
    body: { kind: 'demo', as: 'per_campaign' },
    statuses: [201, 201, 201, 201, 201, 201, 201, 201],
    tells: ['per_campaign'],
  },
  'session.firstRun': {
    body: { token: 'x'.repeat(30), name: 'Eve', email: 'eve@corp.example', password: 'correct horse battery' },
    statuses: [409, 409, 409, 409, 409, 409, 409, 409],
  },
  'session.whoAmI': { statuses: signedIn },
  'session.signOut': { statuses: signedIn },
  // There is no provider here: what it answers is in oidc.test.ts.
  'session.beginOidcSignIn': { body: {}, statuses: [404, 404, 404, 404, 404, 404, 404, 404] },
  'session.finishOidcSignIn': { body: { state: 'x' }, statuses: [404, 404, 404, 404, 404, 404, 404, 404] },
  'session.listApiTokens': { statuses: signedIn },
  'session.createApiToken': { body: { name: 'ci' }, statuses: [401, 201, 201, 201, 201, 201, 201, 201] },
  'session.revokeApiToken': {
    url: () => '/api/v1/api-tokens/tok_none',
    statuses: [401, 404, 404, 404, 404, 404, 404, 404],
  },

  'connectors.list': {
    statuses: but(reads, { 'connector administrator of nothing': 200 }),
    tells: madeBy,
    items: {
      'connector administrator of nothing': [],
      'connector administrator and owner': ['con_work'],
      auditor: ['con_org', 'con_work'],
      'super administrator': ['con_org', 'con_work'],
    },
  },
  'connectors.get': { url: () => connector, statuses: reads, tells: madeBy },
  'connectors.setup': { url: () => `${connector}/setup`, statuses: manages(200) },
  'connectors.runs': { url: () => `${connector}/runs`, statuses: reads, tells: madeBy },
  'connectors.run': { url: () => `${connector}/runs/run_2`, statuses: reads, tells: madeBy },
  'connectors.runGaps': { url: () => `${connector}/runs/run_2/gaps`, statuses: reads },
  'connectors.removals': { url: () => `${connector}/runs/run_2/removals`, statuses: reads },
  'connectors.confirmRun': { url: () => `${connector}/runs/run_2/confirm`, statuses: manages(409) },
  'connectors.discardRun': { url: () => `${connector}/runs/run_2/discard`, statuses: manages(409) },
  'connectors.gaps': { url: () => `${connector}/gaps`, statuses: reads },
  'connectors.log': { url: () => `${connector}/log`, statuses: reads },
  'connectors.serviceIdentity': { statuses: but(reads, { 'connector administrator of nothing': 200 }) },
  'connectors.applications': { statuses: but(reads, { 'connector administrator of nothing': 200 }), tells: madeBy },
  'connectors.createDemoRole': {
    url: () => '/api/v1/demo/connectors/con_work/role',
    statuses: but(manages(404), { 'connector administrator of nothing': 404 }),
  },
  'connectors.pause': { url: () => `${connector}/pause`, statuses: manages(200), tells: madeBy },
  'connectors.resume': { url: () => `${connector}/resume`, statuses: manages(200), tells: madeBy },
  'connectors.sync': { url: () => `${connector}/sync`, statuses: manages(202), tells: madeBy },
  'connectors.change': {
    url: () => connector,
    body: { syncIntervalMinutes: 60 },
    statuses: manages(200),
    tells: madeBy,
  },
  // connectors-delete.test.ts deletes one: here the next viewer would find it gone.
  'connectors.delete': {
    url: () => '/api/v1/connectors/con_none',
    statuses: but(manages(404), { 'connector administrator of nothing': 404 }),
  },
  // Who may is answered by AWS; connectors-save.test.ts has one. Here AWS must not even be asked for the others.
  'connectors.test': {
    url: () => `${connector}/test`,
    body: { roleArn: '', organizationsEnabled: false, identityCenterEnabled: false, identityCenterRegion: null },
    statuses: manages(400),
  },
  'connectors.add': {
    body: { application: { id: 'app_none' }, ownerIds: ['per_owner'] },
    statuses: but(manages(400), { 'connector administrator of nothing': 400 }),
    tells: madeBy,
  },

  'inventory.people': { statuses: signedIn },
  'inventory.person': { url: () => '/api/v1/people/per_ben', statuses: seers },
  'inventory.identities': { statuses: signedIn },
  'inventory.identity': { url: () => `/api/v1/identities/${world.ent('ghost')}`, statuses: seers },
  'inventory.iamDetails': {
    url: () => `/api/v1/iam-details/${world.ent('audit')}`,
    statuses: but(seers, { 'connector administrator and owner': 200 }),
  },
  'inventory.awsAccounts': { statuses: signedIn },
  'inventory.awsAccount': { url: () => '/api/v1/aws-accounts/999999999999', statuses: seers },
  'inventory.groups': { statuses: signedIn },
  'inventory.group': { url: () => `/api/v1/groups/${world.ent('readers')}`, statuses: seers },
  'inventory.permissionSets': { statuses: signedIn },
  'inventory.permissionSet': {
    url: () => `/api/v1/permission-sets/${world.ent('readonly')}`,
    statuses: but(seers, { manager: 200 }),
  },
  'inventory.permissionSetDetails': {
    url: () => `/api/v1/permission-sets/${world.ent('readonly')}/details`,
    statuses: seers,
  },
  'inventory.roles': { statuses: signedIn },
  'inventory.role': {
    url: () => `/api/v1/roles/${world.ent('audit')}`,
    statuses: but(seers, { 'connector administrator and owner': 200 }),
  },
  'inventory.search': { url: () => '/api/v1/search?q=e', statuses: signedIn },
  'inventory.publications': { statuses: signedIn },

  'lookUp.people': { statuses: looksUp, tells: [...visible.people.all, 'emil', 'emil-iam', 'lee', 'ben'] },
  'lookUp.awsAccounts': { statuses: looksUp, tells: visible.awsAccounts.all },
  'lookUp.permissionSets': { statuses: looksUp, tells: visible.permissionSets.all },
  'lookUp.groups': { statuses: looksUp, tells: [...visible.groups.all, 'management'] },
  // Mia reviews something, Emil nothing.
  'lookUp.reviewers': {
    url: () => '/api/v1/look-up/reviewers?q=ben',
    statuses: signedIn,
    tells: ['per_ben', 'ben'],
    items: { employee: [], manager: ['per_ben'], 'campaign administrator': ['per_ben'] },
  },

  'access.ofAwsAccount': {
    url: () => '/api/v1/aws-accounts/222222222222/access',
    statuses: but(seers, { manager: 200, 'connector administrator and owner': 200 }),
  },
  'access.ofPerson': { url: () => '/api/v1/people/per_lead/access', statuses: but(seers, { manager: 200 }) },
  'access.ofIdentity': { url: () => `/api/v1/identities/${world.ent('ben')}/access`, statuses: seers },
  'access.ofGroup': {
    url: () => `/api/v1/groups/${world.ent('platform')}/access`,
    statuses: but(seers, { employee: 200, manager: 200 }),
  },
  'access.byGroup': {
    url: () => `/api/v1/groups/${world.ent('support')}/grants`,
    statuses: but(seers, { manager: 200 }),
  },
  'access.ofPermissionSet': {
    url: () => `/api/v1/permission-sets/${world.ent('admin')}/access`,
    statuses: but(seers, { employee: 200, manager: 200 }),
  },
  'access.ofRole': {
    url: () => `/api/v1/roles/${world.ent('migrate')}/access`,
    statuses: but(seers, { manager: 200, 'connector administrator and owner': 200 }),
  },
  'access.whoCan': { url: () => '/api/v1/access/who-can?target=Readers', statuses: seers },
  'access.of': { url: () => '/api/v1/access/of?person=ben%40corp.example', statuses: seers },
  'access.why': { url: () => '/api/v1/access/why?person=Ben%20Builder&target=prod-payments', statuses: seers },
  'access.changes': { statuses: signedIn },

  'federation.list': { statuses: federates(200) },
  'federation.candidates': { statuses: federates(200) },
  'federation.groups': { url: () => `${idp}/groups`, statuses: federates(200) },
  'federation.rules': { url: () => `${idp}/rules`, statuses: federates(200) },
  'federation.add': {
    body: { name: 'Corporate Okta', trustIds: [] },
    statuses: but(federates(409), { auditor: 403 }),
  },
  'federation.upload': {
    url: () => `${idp}/groups`,
    body: { csv: 'group,email\nOperators,ben@corp.example' },
    statuses: but(federates(200), { auditor: 403 }),
  },
  'federation.previewRule': {
    url: () => `${idp}/rules/preview`,
    body: { kind: 'pattern', pattern: '(?<role>.)(?<alias>.*)' },
    statuses: but(federates(200), { auditor: 403 }),
  },
  // A role that one may not see is refused like one that is not there.
  'federation.addRule': {
    url: () => `${idp}/rules`,
    get body() {
      return { kind: 'pair', groupId: 'igr_none', roleId: world.ent('audit') };
    },
    statuses: but(federates(400), { auditor: 403 }),
  },
  'federation.removeRule': {
    url: () => '/api/v1/federation-rules/frl_none',
    statuses: but(federates(404), { auditor: 403 }),
  },

  // Who may do what is for who sees everything; changing it, for Super Administrators.
  'members.list': {
    statuses: readsMembers,
    items: { auditor: visible.people.all.toSorted(), 'super administrator': visible.people.all.toSorted() },
  },
  'members.roles': { statuses: readsMembers },
  'members.get': { url: () => '/api/v1/members/per_ben', statuses: readsMembers },
  'members.invite': {
    body: { name: 'Ben Builder', email: 'ben@corp.example' },
    statuses: but(readsMembers, { auditor: 403, 'super administrator': 409 }),
  },
  'members.grant': {
    url: () => '/api/v1/members/per_none/roles',
    body: { role: 'auditor' },
    statuses: but(readsMembers, { auditor: 403, 'super administrator': 404 }),
  },
  'members.takeAway': {
    url: () => '/api/v1/members/per_super/roles/super-administrator',
    statuses: but(readsMembers, { auditor: 403, 'super administrator': 409 }),
  },

  'notifications.list': { statuses: signedIn },
  'notifications.read': {
    url: () => '/api/v1/notifications/ntf_none/read',
    statuses: [401, 404, 404, 404, 404, 404, 404, 404],
  },
  'notifications.readAll': { statuses: signedIn },

  'leases.leases': { statuses: signedIn },
  'leases.lease': { url: () => '/api/v1/leases/lse_none', statuses: [401, 404, 404, 404, 404, 404, 404, 404] },
  'leases.giveBack': {
    url: () => '/api/v1/leases/lse_none/give-back',
    statuses: [401, 404, 404, 404, 404, 404, 404, 404],
  },
  'leases.revoke': {
    url: () => '/api/v1/leases/lse_none/revoke',
    body: { reason: 'No longer needed' },
    statuses: [401, 404, 404, 404, 404, 404, 404, 404],
  },
  'leases.manualTasks': { statuses: signedIn },
  'leases.manualTask': {
    url: () => '/api/v1/manual-tasks/tsk_none',
    statuses: [401, 404, 404, 404, 404, 404, 404, 404],
  },
  'leases.manualTaskDone': {
    url: () => '/api/v1/manual-tasks/tsk_none/done',
    statuses: [401, 404, 404, 404, 404, 404, 404, 404],
  },
  ...campaignExpectations(() => campaigns),

  'policies.list': { statuses: [401, 403, 403, 403, 403, 200, 403, 200] },
  'policies.get': { url: () => '/api/v1/policies/pol_none', statuses: [401, 403, 403, 403, 403, 404, 403, 404] },
  'policies.add': { body: { name: 'Mine', form: policyForm }, statuses: [401, 403, 403, 403, 403, 403, 403, 400] },
  'policies.preview': { body: { name: 'Mine', form: policyForm }, statuses: [401, 403, 403, 403, 403, 403, 403, 200] },
  'policies.change': {
    url: () => '/api/v1/policies/pol_none',
    body: { name: 'Mine' },
    statuses: [401, 403, 403, 403, 403, 403, 403, 404],
  },
  'policies.remove': { url: () => '/api/v1/policies/pol_none', statuses: [401, 403, 403, 403, 403, 403, 403, 404] },

  // Names of what could be asked for are told to everybody, and of nobody who holds it.
  'requests.catalog': {
    statuses: signedIn,
    tells: ['management', 'prod-payments', 'platform', 'support', 'readers', 'admins', 'admin', 'readonly'],
  },
  'requests.preview': { body: wish, statuses: [401, 400, 400, 400, 400, 400, 400, 400] },
  'requests.submit': { body: { ...wish, reason: 'Reading' }, statuses: [401, 400, 400, 400, 400, 400, 400, 400] },
  'requests.list': {
    statuses: signedIn,
    tells: ofRequest,
    items: {
      employee: ['req_emil'],
      manager: ['req_emil'],
      'connector administrator of nothing': [],
      'connector administrator and owner': [],
      auditor: ['req_emil'],
      'campaign administrator': ['req_emil'],
      'super administrator': ['req_emil'],
    },
  },
  'requests.get': { url: () => request, statuses: seesRequest, tells: ofRequest },
  'requests.cancel': {
    url: () => '/api/v1/requests/req_none/cancel',
    statuses: [401, 404, 404, 404, 404, 404, 404, 404],
  },
  'requests.approvals': { statuses: signedIn, tells: [...ofRequest, 'platform', 'admin'] },
  // Who is asked is told what they need to decide; who may see the request only, that it does not wait for them.
  'requests.approval': {
    url: () => request.replace('requests', 'approvals'),
    statuses: [401, 403, 403, 404, 404, 403, 200, 403],
    tells: [...ofRequest, 'platform', 'admin'],
  },
  // Nobody decides on their own; who is not asked is refused; and who is asked meets the policies.
  'requests.approve': { url: () => `${request}/approve`, body: {}, statuses: [401, 403, 403, 404, 404, 403, 409, 403] },
  'requests.deny': {
    url: () => `${request}/deny`,
    body: { reason: 'No' },
    statuses: [401, 403, 403, 404, 404, 403, 200, 409],
    tells: ofRequest,
  },
  // It is denied by now.
  'requests.reassign': {
    url: () => `${request}/reassign`,
    body: { personId: 'per_ben', reason: 'You know this system' },
    statuses: [401, 409, 409, 404, 404, 409, 409, 409],
  },
  'requests.extend': {
    url: () => '/api/v1/leases/lse_none/extend',
    body: { durationMinutes: 60, reason: 'Reading' },
    statuses: [401, 404, 404, 404, 404, 404, 404, 404],
  },

  // Who is away and who acts for them see it, besides administrators of requests and who sees everything.
  'delegations.list': {
    statuses: signedIn,
    tells: ['per_lead', 'lee'],
    items: {
      employee: [],
      manager: [],
      'connector administrator and owner': [],
      auditor: ['dlg_lee'],
      'campaign administrator': ['dlg_lee'],
      'super administrator': ['dlg_lee'],
    },
  },
  'delegations.add': {
    body: () => ({ delegateId: 'per_none', until: new Date(Date.now() + 3_600_000).toISOString() }),
    statuses: [401, 409, 409, 409, 409, 409, 409, 409],
  },
  // Seen by who acts, ended by who is away and by administrators of requests.
  'delegations.end': {
    url: () => '/api/v1/delegations/dlg_lee/end',
    statuses: [401, 404, 404, 404, 404, 403, 403, 200],
    tells: ['per_lead', 'per_campaign'],
  },
  // Anybody may look up a colleague: name and e-mail of who is found, and nothing else.
  'delegations.candidates': {
    url: () => '/api/v1/delegations/candidates?q=ben',
    statuses: signedIn,
    tells: ['per_ben', 'ben'],
  },

  'audit.list': { statuses: auditors },
  'audit.export': { statuses: auditors },
  'audit.seal': { statuses: auditors },
};

const routes = Object.entries(api).flatMap(([feature, table]) =>
  Object.entries(table as Record<string, Route>).map(([name, route]) => ({ name: `${feature}.${name}`, route })),
);

it('every route of the API has its row in this table', () => {
  expect(Object.keys(expectations).sort()).toEqual(routes.map(({ name }) => name).sort());
});

describe.each(routes)('$name', ({ name, route }) => {
  it.each(viewerNames)('answers %s with what that viewer may do and see, and nothing else', async (viewerName) => {
    const { url = () => route.path, body: given, statuses, tells = [], items } = expectations[name] as Expectation;
    const body = typeof given === 'function' ? given() : given;
    // Signed in anew each time: signing out ends it.
    const personId = viewers[viewerName];
    const caller = personId ? await http.signIn(personId) : http.anonymous;
    const answer = await ask(caller, route, url(), body);
    expect({ status: answer.status, code: answer.body?.code }).toMatchObject({
      status: statuses[viewerNames.indexOf(viewerName)],
    });
    const expectedItems = items?.[viewerName];
    if (expectedItems) expect(answer.body.items.map((item: { id: string }) => item.id).sort()).toEqual(expectedItems);
    // The question's own words come back in a refusal; what is not among them may not.
    const question = mentioned(world, [decodeURIComponent(url()), ...Object.values(body ?? {})].flat());
    const allowed = tellable(viewerName);
    const told = [...mentioned(world, answer.body)].filter((each) => !allowed.has(each) && !tells.includes(each));
    expect(told.filter((each) => answer.status < 400 || !question.has(each))).toEqual([]);
  });
});

async function ask(caller: Caller, route: Route, url: string, body: unknown): Promise<Answer> {
  if (route.isStream) return firstOfStream(caller, url);
  if (route.method === 'GET') return caller.get(url);
  if (route.method === 'DELETE') return caller.remove(url);
  return route.method === 'POST' ? caller.post(url, body) : caller.patch(url, body);
}

/** A stream never ends by itself: its status and the first piece are looked at, then it is left. */
async function firstOfStream(caller: Caller, url: string): Promise<Answer> {
  const leave = new AbortController();
  const response = await fetch(`${baseUrl}${url}`, { headers: { cookie: caller.cookie }, signal: leave.signal });
  const headers = Object.fromEntries(response.headers);
  if (response.status !== 200) return { status: response.status, body: await response.json(), headers };
  const piece = await response.body?.getReader().read();
  leave.abort();
  return { status: 200, body: { text: new TextDecoder().decode(piece?.value) }, headers };
}
