import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connector } from '../../src/contract/connectors.ts';
import type { AccessRequest } from '../../src/contract/requests.ts';
import { countersign } from '../cli/countersign.ts';
import { launchChromium, type TestBrowser } from '../support/chromium.ts';
import { type Product, startProduct } from '../support/product.ts';
import { seriousFaults } from '../support/serious-faults.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

// One story by keyboard, told in order: a manager goes away, the delegate decides, and a decision is handed over.
let folder: TemporaryFolder;
let product: Product;
let browser: TestBrowser;
let page: Page;
let asEmployee: ReturnType<typeof countersign>;

beforeAll(async () => {
  folder = await temporaryFolder('out-of-office');
  product = await startProduct({ world: 'demo', throttling: false });
  const asOwner = countersign(product.url, path.join(folder.path, 'owner.json'));
  await asOwner('login', '--demo', 'super-administrator');
  const { id } = (await asOwner('connectors', 'add', '--app', 'AWS production', '--json')).json<Connector>();
  const { roleArn } = (await asOwner('connectors', 'demo-role', id, '--json')).json<{ roleArn: string }>();
  const options = ['--role-arn', roleArn, '--organizations', '--identity-center-region', 'eu-north-1'];
  await asOwner('connectors', 'save', id, ...options);
  expect(await asOwner('connectors', 'sync', id, '--wait')).toMatchObject({ exitCode: 0 });
  asEmployee = countersign(product.url, path.join(folder.path, 'employee.json'));
  await asEmployee('login', '--demo', 'employee');
  browser = await launchChromium({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page = await browser.context.newPage();
  page.setDefaultTimeout(10_000);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await folder?.remove();
});

const signIn = async (name: string) => {
  await browser.context.clearCookies();
  await page.goto(product.url);
  await page.getByRole('button', { name: new RegExp(`Sign in as ${name}`) }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
};
const ask = async (permissionSet: string): Promise<AccessRequest> =>
  (
    await asEmployee('request', permissionSet, 'staging', '--for', '1h', '--reason', 'Release of ledger 4', '--json')
  ).json<AccessRequest>();
const main = () => page.getByRole('main').innerText();
/** Tab after Tab, as far as the button of this name; fails where none comes. */
const tabTo = async (name: string | RegExp) => {
  const wanted = page.getByRole('button', { name });
  for (let n = 0; n < 40; n += 1) {
    await page.keyboard.press('Tab');
    if ((await wanted.count()) > 0 && (await wanted.first().evaluate((node) => node === document.activeElement)))
      return;
  }
  throw new Error(`No Tab leads to ${name}.`);
};
const faults = async (): Promise<string[]> => {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // The page follows a moment later, and a dialog fades in.
    await page.waitForTimeout(300);
    found.push(...(await seriousFaults(page)).map((fault) => `${colorScheme}: ${fault}`));
  }
  return found;
};
const inAWeek = () => `${new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)}T18:00`;

describe('out of office', () => {
  it('is found in the menu of the person, says what is missing, and asks once more before it holds', async () => {
    await ask('PowerUserAccess');
    await signIn('Aoife Gallagher');
    await page.getByRole('button', { name: /Aoife Gallagher.*menu/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Out of office' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Out of office', level: 1 }).waitFor();
    await page.getByText('Nobody decides in your stead').waitFor();
    await tabTo('Name delegate…');
    await page.keyboard.press('Enter');
    await page.getByText('Choose somebody.').waitFor();
    expect(await faults()).toEqual([]);
    await page.getByRole('combobox', { name: 'Delegate' }).focus();
    await page.keyboard.type('solheim');
    await page.getByRole('option', { name: /Ingrid Solheim/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByLabel('Until', { exact: true }).fill(inAWeek());
    await tabTo('Name delegate…');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('their own delegate does not step in').waitFor();
    expect(await faults()).toEqual([]);
    await tabTo(/^Name delegate$/);
    await page.keyboard.press('Enter');
    const table = page.getByRole('table', { name: 'Who decides for you' });
    await table.waitFor();
    expect(await table.innerText()).toMatch(/Ingrid Solheim[\s\S]*In force/);
    await expect.poll(main).toMatch(/Ingrid Solheim decides for you until/);
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it('twice at the same time is refused where it was asked', async () => {
    await page.getByRole('combobox', { name: 'Delegate' }).fill('kwame');
    await page.getByRole('option', { name: /Kwame Boateng/ }).click();
    await page.getByLabel('Until', { exact: true }).fill(inAWeek());
    await page.getByRole('button', { name: 'Name delegate…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Name delegate', exact: true }).click();
    await page.getByRole('dialog').getByText('Another delegation holds').waitFor();
    await page.keyboard.press('Escape');
  });

  it('the delegate is told, sees for whom they decide, and approves with one key', async () => {
    await signIn('Ingrid Solheim');
    await page.goto(`${product.url}/tasks`);
    await page.getByRole('heading', { name: /Tomás Herrera asks for PowerUserAccess on staging/ }).waitFor();
    await expect.poll(main).toMatch(/you decide for Aoife Gallagher, away until/);
    expect(await page.getByRole('button', { name: /Hand over/ }).count()).toBe(0);
    expect(await faults()).toEqual([]);
    await page.keyboard.press('a');
    await page.getByText('Nothing waits for you').first().waitFor();
    await page.goto(`${product.url}/tasks?show=done`);
    await page.getByText('You approved it for Aoife Gallagher').waitFor();
  });

  it('ended, it is over at once, and the page says so', async () => {
    await signIn('Aoife Gallagher');
    await page.goto(`${product.url}/out-of-office`);
    await page.getByRole('button', { name: 'End: Ingrid Solheim for Aoife Gallagher' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('What they decided stays decided').waitFor();
    await tabTo('End now');
    await page.keyboard.press('Enter');
    await expect.poll(main).toMatch(/Ingrid Solheim no longer decides for Aoife Gallagher/);
    await expect.poll(() => page.getByRole('table', { name: 'Who decides for you' }).innerText()).toMatch(/Over/);
  });
});

describe('handing an approval over', () => {
  it('is one key away, never to who asked, and is theirs from then on', async () => {
    const { id } = await ask('LogReader');
    await page.goto(`${product.url}/tasks`);
    await page.getByRole('heading', { name: /Tomás Herrera asks for LogReader on staging/ }).waitFor();
    const give = async (text: string, name: RegExp) => {
      await page.getByRole('combobox', { name: 'To' }).fill(text);
      await page.getByRole('option', { name }).click();
      await page.getByRole('dialog').getByLabel('Reason').fill('You know this system');
      await tabTo(/^Hand over$/);
      await page.keyboard.press('Enter');
    };
    await page.keyboard.press('h');
    await page.getByRole('dialog').waitFor();
    await give('herrera', /Tomás Herrera/);
    await page.getByRole('dialog').getByText('Nobody decides on their own access').waitFor();
    expect(await faults()).toEqual([]);
    await give('solheim', /Ingrid Solheim/);
    await page.getByText('Nothing waits for you').first().waitFor();
    await page.goto(`${product.url}/requests/${id}`);
    await expect.poll(main).toMatch(/Aoife Gallagher handed the decision to Ingrid Solheim/);
    await expect.poll(main).toMatch(/Waits for Ingrid Solheim as manager, in place of Aoife Gallagher/);
    await signIn('Ingrid Solheim');
    await page.goto(`${product.url}/tasks/${id}`);
    await page.getByRole('heading', { name: /Tomás Herrera asks for LogReader on staging/ }).waitFor();
    await page.keyboard.press('a');
    await page.getByText('Nothing waits for you').first().waitFor();
  });
});
