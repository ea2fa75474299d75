import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connector } from '../../src/contract/connectors.ts';
import { countersign } from '../cli/countersign.ts';
import { launchChromium, type TestBrowser } from '../support/chromium.ts';
import { assignmentsIn, membersOf } from '../support/oracle.ts';
import { type Product, startProduct } from '../support/product.ts';
import { seriousFaults } from '../support/serious-faults.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const STAGING = '402917563380';
const PROD_PAYMENTS = '730482915066';

// The loop in a real browser, against the real processes: employee, manager, owner, reviewer, campaign's owner, auditor.
// One story, told in order. Whether access is there is asked of the simulated AWS.
let folder: TemporaryFolder;
let product: Product;
let browser: TestBrowser;
let page: Page;
let asOwner: ReturnType<typeof countersign>;
/** Addresses that the story came by, for the look at each in the end. */
const visited = new Map<string, { as: string; path: string }>();

beforeAll(async () => {
  folder = await temporaryFolder('loop');
  const keyFile = path.join(folder.path, 'secret.key');
  await writeFile(keyFile, randomBytes(32).toString('hex'), { mode: 0o600 });
  product = await startProduct({
    world: 'demo',
    throttling: false,
    env: { COUNTERSIGN_SECRET_KEY_FILE: keyFile },
  });
  asOwner = countersign(product.url, path.join(folder.path, 'owner.json'));
  await connect();
  browser = await launchChromium({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  page = await browser.context.newPage();
  page.setDefaultTimeout(10_000);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await folder?.remove();
});

/** Connecting in the browser is the story of story.test.ts. */
async function connect(): Promise<void> {
  await asOwner('login', '--demo', 'super-administrator');
  const { id } = (await asOwner('connectors', 'add', '--app', 'AWS production', '--json')).json<Connector>();
  await asOwner('connectors', 'save', id, '--provisioning');
  const { roleArn } = (await asOwner('connectors', 'demo-role', id, '--json')).json<{ roleArn: string }>();
  const options = ['--role-arn', roleArn, '--organizations', '--identity-center-region', 'eu-north-1'];
  await asOwner('connectors', 'save', id, ...options);
  expect(await asOwner('connectors', 'sync', id, '--wait')).toMatchObject({ exitCode: 0 });
}

let who = '';
const signIn = async (name: string) => {
  who = name;
  await browser.context.clearCookies();
  await page.goto(product.url);
  await page.getByRole('button', { name: new RegExp(`Sign in as ${name}`) }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
};
const goTo = (label: string) =>
  page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: new RegExp(`^${label}`) })
    .click();
const remember = (name: string) => visited.set(name, { as: who, path: new URL(page.url()).pathname });
const main = () => page.getByRole('main').innerText();

const powerUser = () =>
  assignmentsIn(product.simulatorUrl, {
    permissionSet: 'PowerUserAccess',
    awsAccountId: STAGING,
    userName: 'tomas.herrera@larkspurpay.example',
  });
const zanele = () =>
  assignmentsIn(product.simulatorUrl, {
    permissionSet: 'DatabaseOperator',
    awsAccountId: PROD_PAYMENTS,
    userName: 'zanele.dlamini@larkspurpay.example',
  });

describe('request, lease, expiry', () => {
  let request = '';

  it('an employee finds what to ask for, hears who will approve, and asks', async () => {
    await signIn('Tomás Herrera');
    await goTo('Request');
    await page.getByLabel('Search the catalog').fill('PowerUserAccess staging');
    await page.getByRole('button', { name: 'Add PowerUserAccess on staging' }).click();
    const form = page.getByRole('form', { name: 'Request' });
    await form.getByText('1 h', { exact: true }).click();
    await form.getByLabel('Reason').fill('Release of ledger 4');
    await form.getByLabel(/Ticket/).fill('PAY-7');
    await expect
      .poll(() => form.getByRole('region', { name: 'Who will approve' }).innerText())
      .toContain('Aoife Gallagher');
    remember('ask');
    await form.getByRole('button', { name: /Send request/ }).click();
    await page.getByRole('heading', { name: 'PowerUserAccess on staging', level: 1 }).waitFor();
    request = new URL(page.url()).pathname;
    await expect.poll(main).toContain('Aoife Gallagher');
    expect(await powerUser()).toEqual([]);
  });

  it('cannot decide it, and is not offered to', async () => {
    expect(await page.getByRole('link', { name: 'Decide' }).count()).toBe(0);
    await goTo('Tasks');
    await page.getByText('Nothing waits for you').first().waitFor();
  });

  it('the manager reads the facts and approves with one key', async () => {
    await signIn('Aoife Gallagher');
    await goTo('Tasks');
    await page.getByRole('heading', { name: /Tomás Herrera asks for PowerUserAccess on staging/ }).waitFor();
    expect(await main()).toContain('Release of ledger 4');
    remember('tasks');
    await page.keyboard.press('a');
    await page.getByText('Nothing waits for you').first().waitFor();
  });

  it('it becomes active, with the way to use it, and AWS has it', async () => {
    await signIn('Tomás Herrera');
    await page.goto(product.url + request);
    await page.getByRole('link', { name: 'Open in AWS' }).waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Copy CLI profile' }).waitFor();
    expect(await powerUser()).toHaveLength(1);
    remember('request');
  });

  it('given back, it is gone from AWS, and the page says how it ended', async () => {
    await page.getByRole('button', { name: 'Give back PowerUserAccess on staging' }).first().click();
    await page.getByRole('button', { name: 'Give back now' }).click();
    await expect.poll(main, { timeout: 30_000 }).toMatch(/given back by you\. AWS was read: it is gone/);
    expect(await powerUser()).toEqual([]);
  });

  it('membership of a group goes to the owner, who shortens it; AWS has the member', async () => {
    await goTo('Request');
    await page.getByLabel('Search the catalog').fill('Data platform');
    await page.getByRole('button', { name: 'Add Data platform', exact: true }).click();
    const form = page.getByRole('form', { name: 'Request' });
    await form.getByText('2 h', { exact: true }).click();
    await form.getByLabel('Reason').fill('Look at the payout tables');
    await form.getByRole('button', { name: /Send request/ }).click();
    await page.getByRole('heading', { name: 'Data platform', level: 1 }).waitFor();
    await signIn('Priya Raman');
    await goTo('Tasks');
    await page.getByRole('heading', { name: /Tomás Herrera asks for .*Data platform/ }).waitFor();
    const decision = page.getByRole('group', { name: 'Decision' });
    await decision.getByRole('button', { name: /Shorten/ }).click();
    await decision.getByText('1 h', { exact: true }).click();
    await decision.getByRole('button', { name: /Approve 1 h/ }).click();
    await page.getByText('Nothing waits for you').first().waitFor();
    await expect
      .poll(() => membersOf(product.simulatorUrl, 'Data platform'), { timeout: 20_000, interval: 300 })
      .toContain('tomas.herrera@larkspurpay.example');
  });
});

describe('review, revoke, evidence', () => {
  let campaign = '';

  it('a campaign is drafted with live counts, and started', async () => {
    await signIn('Ingrid Solheim');
    await goTo('Campaigns');
    await page.getByRole('button', { name: 'New campaign' }).click();
    const form = page.getByRole('form', { name: 'New campaign' });
    await form.getByLabel('Name', { exact: true }).fill('Q4 privileged access');
    await form.getByText('is kept', { exact: true }).click();
    await expect.poll(main).toMatch(/\d+ items/);
    remember('new campaign');
    await form.getByRole('button', { name: 'Save draft' }).click();
    await page.getByRole('heading', { name: 'Q4 privileged access', level: 1 }).waitFor();
    campaign = new URL(page.url()).pathname;
    await page.getByRole('button', { name: 'Start…' }).click();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('button', { name: 'Close…' }).waitFor();
    remember('campaign');
  });

  it('a reviewer revokes with a reason and submits; until the close AWS is as it was', async () => {
    await signIn('Aoife Gallagher');
    await goTo('Reviews');
    await page.getByRole('main').getByText('Q4 privileged access', { exact: true }).click();
    await page.getByRole('heading', { name: 'Q4 privileged access', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Revoke DatabaseOperator on prod-payments, Zanele Dlamini' }).click();
    const form = page.getByRole('form', { name: 'Revoke' });
    await form.getByLabel('Reason').fill('Left the database team');
    await form.getByRole('button', { name: 'Revoke', exact: true }).click();
    remember('review');
    await page.getByRole('button', { name: /Submit 1 decision/ }).click();
    await expect.poll(main).toContain('1 decision submitted');
    expect(await zanele()).toHaveLength(1);
  });

  it('closing carries it out, a sync proves it, and the owner signs', async () => {
    await signIn('Ingrid Solheim');
    await page.goto(product.url + campaign);
    await page.getByRole('button', { name: 'Close…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
    await page.getByRole('button', { name: 'Sign off…' }).waitFor();
    await expect.poll(zanele, { timeout: 30_000, interval: 300 }).toEqual([]);
    expect(await asOwner('connectors', 'sync', 'AWS production', '--wait')).toMatchObject({ exitCode: 0 });
    await expect
      .poll(
        async () => {
          await page.reload();
          await page.getByText('Proven gone').waitFor();
          return main();
        },
        { timeout: 20_000, interval: 1000 },
      )
      .toMatch(/Proven gone\s+1\s+of 1/);
    await page.getByRole('button', { name: 'Sign off…' }).click();
    await page.getByRole('form', { name: 'Sign off' }).getByRole('button', { name: 'Sign off', exact: true }).click();
    await page.getByText('Signed off', { exact: true }).first().waitFor();
  });

  it('the auditor takes a pack home that verifies offline', async () => {
    await signIn('Mei-Lin Zhou');
    await page.goto(product.url + campaign);
    await page.getByRole('button', { name: 'Make a pack' }).first().click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('button', { name: /^Download/ })
        .first()
        .click(),
    ]);
    const file = path.join(folder.path, 'pack.zip');
    await download.saveAs(file);
    const keys = path.join(folder.path, 'keys.json');
    await writeFile(keys, await (await fetch(`${product.url}/.well-known/countersign-keys.json`)).text());
    expect(await asOwner('evidence', 'verify', file, '--keys', keys)).toMatchObject({ exitCode: 0 });
    expect(await page.getByRole('button', { name: /Close…|Sign off…|Start…/ }).count()).toBe(0);
  });
});

describe('the pages of the loop', () => {
  it('have nothing serious in the eyes of axe, light and dark', async () => {
    const faults: string[] = [];
    for (const [name, { as, path: address }] of visited) {
      await signIn(as);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.goto(product.url + address);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
        faults.push(...(await seriousFaults(page)).map((fault) => `${name}, ${colorScheme}: ${fault}`));
      }
    }
    expect(faults).toEqual([]);
  }, 120_000);
});
