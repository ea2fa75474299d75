import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Campaign, EvidencePack, ReviewItem } from '../../src/contract/campaigns.ts';
import type { Connector } from '../../src/contract/connectors.ts';
import type { Delegation } from '../../src/contract/delegations.ts';
import type { Lease, ManualTask } from '../../src/contract/leases.ts';
import type { AccessRequest, Approval, CatalogItem } from '../../src/contract/requests.ts';
import type { Problem } from '../../src/contract/shared.ts';
import { assignmentsByAwsCli, assignmentsIn, runInShell } from '../support/oracle.ts';
import { type Product, startProduct } from '../support/product.ts';
import { countersign } from './countersign.ts';

const PROD_PAYMENTS = '730482915066';
const STAGING = '402917563380';
const HOUR_MS = 3_600_000;
const who = ['super-administrator', 'campaign-administrator', 'auditor', 'manager', 'employee'] as const;
interface Page<T> {
  items: T[];
  total: number;
}

// One story, told in order: each step stands on the one before it. Whether access is there is asked of the simulated
// AWS, never of our own tables.
describe('the loop by command line, against the real processes', () => {
  let folder: string;
  let product: Product;
  let as: Record<(typeof who)[number], ReturnType<typeof countersign>>;
  let asked: AccessRequest;
  let campaign: Campaign;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'countersign-loop-'));
    const keyFile = path.join(folder, 'secret.key');
    await writeFile(keyFile, randomBytes(32).toString('hex'), { mode: 0o600 });
    const env = { COUNTERSIGN_SECRET_KEY_FILE: keyFile };
    product = await startProduct({ world: 'demo', throttling: false, env });
    as = Object.fromEntries(
      who.map((each) => [each, countersign(product.url, path.join(folder, `${each}.json`))]),
    ) as typeof as;
    for (const each of who) expect(await as[each]('login', '--demo', each)).toMatchObject({ exitCode: 0, stderr: '' });
  });
  afterAll(async () => {
    await product?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const powerUserOnStaging = () =>
    assignmentsIn(product.simulatorUrl, {
      permissionSet: 'PowerUserAccess',
      awsAccountId: STAGING,
      userName: 'tomas.herrera@larkspurpay.example',
    });
  /** The product's own clock, everywhere it decides by time. */
  const moveClock = async (byMs: number): Promise<void> => {
    const owner = new pg.Client({ connectionString: product.ownerUrl });
    await owner.connect();
    await owner.query('update clock_offset set offset_ms = offset_ms + $1', [byMs]);
    await owner.end();
  };
  const request = async (id: string): Promise<AccessRequest> =>
    (await as.employee('requests', 'show', id, '--json')).json<AccessRequest>();
  /** All that waits for somebody, of the three kinds. */
  const tasksOf = async (whose: (typeof who)[number]) =>
    (await as[whose]('tasks', 'list', '--json')).json<{
      approvals: Page<Approval>;
      manualTasks: Page<ManualTask>;
      reviews: Page<ReviewItem>;
    }>();
  const refusalOf = (ran: { stderr: string }): Problem => JSON.parse(ran.stderr) as Problem;

  it('the owner connects AWS and lets Countersign change it', async () => {
    const owner = as['super-administrator'];
    const { id } = (await owner('connectors', 'add', '--app', 'AWS production', '--json')).json<Connector>();
    expect(await owner('connectors', 'save', id, '--provisioning')).toMatchObject({ exitCode: 0 });
    const { roleArn } = (await owner('connectors', 'demo-role', id, '--json')).json<{ roleArn: string }>();
    const options = ['--role-arn', roleArn, '--organizations', '--identity-center-region', 'eu-north-1'];
    expect(await owner('connectors', 'save', id, ...options)).toMatchObject({ exitCode: 0 });
    expect(await owner('connectors', 'sync', id, '--wait')).toMatchObject({ exitCode: 0 });
    const shown = await owner('connectors', 'show', id);
    expect(shown.stdout).toMatch(/Changes AWS +yes/);
  });

  it('an employee is told what may be asked for, and who would decide', async () => {
    const catalog = await as.employee('catalog', 'list', '--search', 'PowerUserAccess staging', '--json');
    expect(catalog.json<Page<CatalogItem>>()).toMatchObject({
      total: 1,
      items: [{ name: 'PowerUserAccess on staging', isHeld: false, answer: { isAllowed: true } }],
    });
    const check = await as.employee('request', 'PowerUserAccess', 'staging', '--for', '2h', '--check');
    expect(check).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Aoife Gallagher') as string });
    expect((await as.employee('requests', 'list', '--json')).json<Page<unknown>>().total).toBe(0);
  });

  it('a name the catalog does not have is wrong usage, with what was nearly meant', async () => {
    const ran = await as.employee('request', 'PowerUserAccess', 'stagin', '--for', '1h', '--reason', 'Typing');
    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ran.stderr).toContain('PowerUserAccess on staging');
    const reasonless = await as.employee('request', 'PowerUserAccess', 'staging', '--for', '1h');
    expect(reasonless).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--reason') as string });
  });

  it('asks, hears who decides, and cannot decide it', async () => {
    const wish = ['PowerUserAccess', STAGING, '--for', '2h', '--reason', 'Release of ledger 4', '--ticket', 'PAY-7'];
    const ran = await as.employee('request', ...wish);
    expect(ran).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Decides: Aoife Gallagher') as string });
    const list = (await as.employee('requests', 'list', '--mine', '--json')).json<Page<AccessRequest>>();
    expect(list.total).toBe(1);
    asked = list.items[0] as AccessRequest;
    expect(asked).toMatchObject({ status: 'pending', durationMinutes: 120, ticket: 'PAY-7', canDecide: false });
    const own = await as.employee('tasks', 'approve', String(asked.number), '--json');
    expect(own).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refusalOf(own).status).toBe(403);
    const other = await as['super-administrator']('tasks', 'approve', asked.id, '--json');
    expect(other.exitCode).toBe(1);
    expect((await request(asked.id)).status).toBe('pending');
    expect(await powerUserOnStaging()).toEqual([]);
  });

  it('the manager finds it among the tasks, with the reason, and was told', async () => {
    const tasks = await tasksOf('manager');
    expect(tasks).toMatchObject({ manualTasks: { total: 0, items: [] }, reviews: { total: 0, items: [] } });
    const alone = (await as.manager('tasks', 'list', '--approvals', '--json')).json<Page<Approval>>();
    expect(alone).toEqual(tasks.approvals);
    expect(alone.items.map(({ request: each }) => each.id)).toEqual([asked.id]);
    expect((await as.manager('tasks', 'list')).stdout).toContain('Release of ledger 4');
    expect((await as.manager('inbox', '--unread')).stdout).toContain('PowerUserAccess on staging');
  });

  it('approved for less time, it becomes active, and AWS has it', async () => {
    expect(await as.manager('tasks', 'approve', String(asked.number), '--for', '1h')).toMatchObject({ exitCode: 0 });
    const followed = await as.employee('requests', 'show', String(asked.number), '--wait');
    expect(followed).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(': approved') as string });
    const { lease, grantedMinutes } = await request(asked.id);
    expect(grantedMinutes).toBe(60);
    expect(lease).toMatchObject({ status: 'active', failure: null, manualTaskId: null });
    expect(await powerUserOnStaging()).toHaveLength(1);
  });

  it('the aws command line sees the assignment while the lease lives', async ({ skip }) => {
    const seen = await assignmentsByAwsCli(product.simulatorUrl, STAGING, 'PowerUserAccess');
    if (seen === null) return skip('the aws command line is not installed');
    const [ours] = await powerUserOnStaging();
    expect(seen.map(({ PrincipalId }) => PrincipalId)).toContain(ours?.principalId);
  });

  it('a second approval is refused, whoever gives it', async () => {
    const again = await as.manager('tasks', 'approve', String(asked.number), '--json');
    expect(again).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refusalOf(again).status).toBe(409);
  });

  it('given back, it is gone from AWS', async () => {
    const dropped = await as.employee('requests', 'drop', String(asked.number), '--wait');
    expect(dropped).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('ended (given-back by Tomás Herrera)') as string,
    });
    expect(await powerUserOnStaging()).toEqual([]);
    const seen = await assignmentsByAwsCli(product.simulatorUrl, STAGING, 'PowerUserAccess');
    const ended = (await as.employee('leases', 'list', '--json')).json<Page<Lease>>();
    expect(ended.items).toMatchObject([{ status: 'ended', endReason: 'given-back' }]);
    if (seen !== null) expect(seen.map(({ PrincipalType }) => PrincipalType)).not.toContain('USER');
  });

  it('the changes say whose they are', async () => {
    const changes = async () => (await as.auditor('access', 'changes')).stdout;
    await expect.poll(changes, { timeout: 20_000, interval: 500 }).toMatch(/removed .*lost PowerUserAccess on staging/);
    const mine = (await changes()).split('\n').filter((line) => line.includes('PowerUserAccess on staging'));
    expect(mine).toHaveLength(2);
    for (const line of mine) expect(line).toContain(`Countersign, lease of request ${asked.number}`);
  });

  it('when its time is over, it ends by itself', async () => {
    const wish = ['PowerUserAccess', 'staging', '--for', '30m', '--reason', 'Look again'];
    const { id, number } = (await as.employee('request', ...wish, '--json')).json<AccessRequest>();
    expect(await as.manager('tasks', 'approve', id)).toMatchObject({ exitCode: 0 });
    expect(await as.employee('requests', 'show', String(number), '--wait')).toMatchObject({ exitCode: 0 });
    expect(await powerUserOnStaging()).toHaveLength(1);
    await moveClock(HOUR_MS);
    await expect.poll(async () => (await request(id)).lease?.status, { timeout: 60_000, interval: 500 }).toBe('ended');
    expect((await request(id)).lease?.endReason).toBe('expired');
    expect(await powerUserOnStaging()).toEqual([]);
  });

  it('denied and withdrawn requests give nothing, and waiting for one is exit code 3', async () => {
    const wish = (reason: string) => ['PowerUserAccess', 'staging', '--for', '30m', '--reason', reason, '--json'];
    const denied = (await as.employee('request', ...wish('No good reason'))).json<AccessRequest>();
    expect(await as.manager('tasks', 'deny', denied.id, '--reason', 'Ask the release manager')).toMatchObject({
      exitCode: 0,
    });
    const waited = await as.employee('requests', 'show', denied.id, '--wait');
    expect(waited).toMatchObject({ exitCode: 3, stdout: expect.stringContaining('Ask the release manager') as string });
    const withdrawn = (await as.employee('request', ...wish('Never mind'))).json<AccessRequest>();
    expect(await as.employee('requests', 'cancel', String(withdrawn.number))).toMatchObject({ exitCode: 0 });
    expect(await as.manager('tasks', 'approve', withdrawn.id)).toMatchObject({ exitCode: 1 });
    expect(await powerUserOnStaging()).toEqual([]);
  });

  it('while the manager is away, the delegate decides in their stead, until that is ended; or it is handed over', async () => {
    const ingrid = as['campaign-administrator'];
    const day = new Date(Date.now() + 48 * HOUR_MS).toISOString().slice(0, 10);
    const named = await as.manager(
      'delegations',
      'add',
      'ingrid.solheim@larkspurpay.example',
      '--until',
      day,
      '--json',
    );
    const delegation = named.json<Delegation>();
    expect(delegation).toMatchObject({ status: 'in-force', until: `${day}T23:59:59.999Z` });
    const wish = (reason: string) => ['PowerUserAccess', 'staging', '--for', '30m', '--reason', reason, '--json'];
    const first = (await as.employee('request', ...wish('Away'))).json<AccessRequest>();
    expect((await as.employee('requests', 'show', first.id)).stdout).toMatch(/away until .* Ingrid Solheim may decide/);
    expect((await ingrid('tasks', 'list')).stdout).toMatch(/IN STEAD OF.*\n.*Aoife Gallagher/);
    const denied = await ingrid('tasks', 'deny', String(first.number), '--reason', 'Wait for Aoife');
    expect(denied.stdout).toContain('Ingrid Solheim for Aoife Gallagher: deny');
    expect((await as.manager('delegations', 'list', '--open')).stdout).toContain('in force');
    expect((await as.manager('delegations', 'end', delegation.id)).stdout).toContain('over');
    const second = (await as.employee('request', ...wish('Back'))).json<AccessRequest>();
    expect(await ingrid('tasks', 'approve', second.id, '--json')).toMatchObject({ exitCode: 1 });
    const to = ['--to', 'Ingrid Solheim', '--reason', 'You know this release'];
    const handed = await as.manager('requests', 'reassign', second.id, ...to);
    expect(handed.stdout).toContain('Aoife Gallagher handed it to Ingrid Solheim');
    expect(await as.manager('tasks', 'approve', second.id)).toMatchObject({ exitCode: 1 });
    expect(await ingrid('tasks', 'deny', second.id, '--reason', 'Not today')).toMatchObject({ exitCode: 0 });
    const nobody = await as.manager('delegations', 'add', 'Ingrid', '--until', day);
    expect(nobody).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Ingrid Solheim') as string });
  });

  it('with provisioning off it is a task, whose aws command does what it says, and a sync proves it', async ({
    skip,
  }) => {
    const owner = as['super-administrator'];
    await owner('connectors', 'save', 'AWS production', '--no-provisioning');
    const wish = ['LogReader', 'staging', '--for', '1h', '--reason', 'Read the logs', '--json'];
    const { id } = (await as.employee('request', ...wish)).json<AccessRequest>();
    expect(await as.manager('tasks', 'approve', id)).toMatchObject({ exitCode: 0 });
    const open = async () => (await owner('tasks', 'list', '--by-hand', '--json')).json<Page<ManualTask>>().items;
    await expect.poll(open, { timeout: 20_000, interval: 300 }).toHaveLength(1);
    const [task] = (await open()) as [ManualTask];
    expect(await tasksOf('super-administrator')).toMatchObject({
      approvals: { total: 0 },
      manualTasks: { items: [{ id: task.id, status: 'open' }], total: 1 },
    });
    expect((await owner('tasks', 'list')).stdout).toContain('1 change to carry out by hand');
    expect(await owner('tasks', 'list', '--cursor', 'x')).toMatchObject({ exitCode: 2 });
    const { instructions } = task;
    const reader = { permissionSet: 'LogReader', awsAccountId: STAGING, userName: 'tomas.herrera@larkspurpay.example' };
    expect(await assignmentsIn(product.simulatorUrl, reader)).toEqual([]);
    if (!(await runInShell(product.simulatorUrl, instructions.awsCli ?? '')))
      return skip('the aws command line is not installed');
    await expect
      .poll(() => assignmentsIn(product.simulatorUrl, reader), { timeout: 10_000, interval: 200 })
      .toHaveLength(1);
    expect(await owner('tasks', 'done', task.id)).toMatchObject({ exitCode: 0 });
    expect(await owner('connectors', 'sync', 'AWS production', '--wait')).toMatchObject({ exitCode: 0 });
    await expect.poll(async () => (await request(id)).lease?.status, { timeout: 20_000, interval: 300 }).toBe('active');
    await owner('connectors', 'save', 'AWS production', '--provisioning');
    expect(await as.employee('requests', 'drop', id, '--wait')).toMatchObject({ exitCode: 0 });
    expect(await assignmentsIn(product.simulatorUrl, reader)).toEqual([]);
  });

  const zaneleOnPayments = () =>
    assignmentsIn(product.simulatorUrl, {
      permissionSet: 'DatabaseOperator',
      awsAccountId: PROD_PAYMENTS,
      userName: 'zanele.dlamini@larkspurpay.example',
    });
  const itemsOf = async (reviewer: 'manager' | 'super-administrator' | 'campaign-administrator') =>
    (await as[reviewer]('reviews', 'list', '--campaign', campaign.id, '--all', '--json')).json<Page<ReviewItem>>()
      .items;
  const status = async () =>
    (await as['campaign-administrator']('campaigns', 'status', campaign.id, '--json')).json<Campaign>();

  it('a campaign over one AWS account is drafted, with what its start would freeze', async () => {
    const owner = as['campaign-administrator'];
    const wish = ['--name', 'Q4 payments', '--aws-account', PROD_PAYMENTS, '--due', '2027-01-31', '--json'];
    campaign = (await owner('campaigns', 'add', ...wish)).json<Campaign>();
    expect(campaign).toMatchObject({ status: 'draft', silence: 'keep', reviewerRule: 'manager' });
    expect(await as.employee('campaigns', 'start', campaign.id)).toMatchObject({ exitCode: 1 });
    expect(await owner('campaigns', 'start', 'q4 payments')).toMatchObject({ exitCode: 0 });
    expect((await status()).counts.items).toBeGreaterThan(10);
  });

  it('reviewers decide by item; a revocation needs its reason; drafts change nothing', async () => {
    const items = await itemsOf('manager');
    const { reviews } = await tasksOf('manager');
    expect(reviews.total).toBe(items.length);
    expect(reviews.items).toEqual(items.slice(0, reviews.items.length));
    expect((await as.manager('tasks', 'list')).stdout).toContain(`${items.length} items to review`);
    const direct = items.find(
      ({ person, entitlement }) => person?.name === 'Zanele Dlamini' && entitlement.name.startsWith('DatabaseOperator'),
    );
    if (!direct)
      throw new Error(`Zanele's assignment is not among ${items.map(({ sentence }) => sentence).join('; ')}`);
    const others = items.filter(({ id }) => id !== direct.id).map(({ id }) => id);
    expect(await as.manager('reviews', 'revoke', direct.id)).toMatchObject({ exitCode: 2 });
    const revoked = await as.manager('reviews', 'revoke', direct.id, '--reason', 'Left the database team');
    expect(revoked).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('revoke (draft)') as string });
    expect(await as.manager('reviews', 'certify', ...others)).toMatchObject({ exitCode: 0 });
    expect(await status()).toMatchObject({ counts: { submitted: 0 } });
    expect(await zaneleOnPayments()).toHaveLength(1);
    // Nobody decides what is another reviewer's.
    const foreign = await as['super-administrator']('reviews', 'certify', direct.id, '--json');
    expect(foreign).toMatchObject({ exitCode: 1 });
    const submitted = await as.manager('reviews', 'submit', campaign.id, '--json');
    expect(submitted.json()).toEqual({ submitted: items.length, left: 0 });
    const late = await as['super-administrator']('reviews', 'certify', direct.id, '--json');
    expect(late).toMatchObject({ exitCode: 1 });
    expect(await zaneleOnPayments()).toHaveLength(1);
  });

  it('closing carries the revocation out, and what nobody decided is kept by the silence rule', async () => {
    const closed = await as['campaign-administrator']('campaigns', 'close', campaign.id);
    expect(closed).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(': closed') as string });
    await expect.poll(zaneleOnPayments, { timeout: 30_000, interval: 300 }).toEqual([]);
    const { counts } = await status();
    expect(counts).toMatchObject({ revoked: 1, submitted: counts.items });
    expect(counts.bySilence).toBeGreaterThan(0);
  });

  it('the next sync proves it, and the owner signs', async () => {
    expect(await as['super-administrator']('connectors', 'sync', 'AWS production', '--wait')).toMatchObject({
      exitCode: 0,
    });
    await expect
      .poll(async () => (await status()).counts, { timeout: 20_000, interval: 300 })
      .toMatchObject({ remediationVerified: 1, remediationPending: 0 });
    expect(await as['super-administrator']('campaigns', 'sign-off', campaign.id)).toMatchObject({ exitCode: 1 });
    const signed = await as['campaign-administrator']('campaigns', 'sign-off', campaign.id, '--note', 'As agreed');
    expect(signed).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('signed-off') as string });
  });

  it('the auditor takes the evidence pack home, once', async () => {
    const file = path.join(folder, 'pack.zip');
    const made = await as.auditor('campaigns', 'evidence', campaign.id, '--out', file, '--json');
    const pack = made.json<EvidencePack>();
    expect(
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    ).toBe(pack.sha256);
    expect(await as.auditor('campaigns', 'evidence', campaign.id, '--out', file)).toMatchObject({ exitCode: 2 });
    expect((await as.auditor('campaigns', 'evidence', campaign.id, '--list')).stdout).toContain(pack.sha256);
    expect(await as.employee('campaigns', 'evidence', campaign.id, '--list')).toMatchObject({ exitCode: 1 });
  });

  it('the pack verifies offline with the key the auditor trusts, and only with that', async () => {
    const [pack, keys] = [path.join(folder, 'pack.zip'), path.join(folder, 'keys.json')];
    await writeFile(keys, await (await fetch(`${product.url}/.well-known/countersign-keys.json`)).text());
    // An address where nothing listens, and nobody signed in: it asks no server.
    const offline = countersign('http://127.0.0.1:9', path.join(folder, 'nobody.json'));
    expect(await offline('evidence', 'verify', pack, '--keys', keys)).toMatchObject({ exitCode: 0 });
    expect(await offline('evidence', 'verify', pack)).toMatchObject({ exitCode: 3 });
    const bytes = await readFile(pack);
    const middle = Math.floor(bytes.length / 2);
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    const altered = path.join(folder, 'altered.zip');
    await writeFile(altered, bytes);
    expect(await offline('evidence', 'verify', altered, '--keys', keys)).toMatchObject({ exitCode: 3 });
  });
});
