import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, type TestBrowser } from '../support/chromium.ts';
import { type Product, startProduct } from '../support/product.ts';
import { seriousFaults } from '../support/serious-faults.ts';

// The story of the first release in a real browser, against the real processes: sign in, connect, watch the sync, see
// who can reach what, and what an employee may not see.
let product: Product;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  product = await startProduct({ world: 'demo' });
  browser = await launchChromium({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page = await browser.context.newPage();
  page.setDefaultTimeout(10_000);
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const open = (path: string) => page.goto(product.url + path);
const signIn = async (name: string) => {
  await browser.context.clearCookies();
  await open('/');
  await page.getByRole('button', { name: new RegExp(`Sign in as ${name}`) }).click();
  // Not a heading: the sign-in page has one as well, and going on before the answer leads back to it.
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
};

describe('connect, sync, see', () => {
  it('opens the add form by itself while there is no connector, and leads to a set-up page that is filled in', async () => {
    await signIn('Priya Raman');
    await page.getByRole('link', { name: 'Connectors', exact: true }).click();
    const form = page.getByRole('form', { name: 'Add connector' });
    await form.getByLabel('Application name').fill('AWS production');
    await form.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('heading', { name: 'Connect AWS production' }).waitFor();
    const externalId = await page.getByTestId('external-id').innerText();
    expect(externalId).toMatch(/^cs-[0-9a-z]{32}$/);
    const trust = await page.getByText('sts:ExternalId').first().locator('xpath=ancestor::pre').innerText();
    expect(trust).toContain(externalId);
    expect(trust).toContain('arn:aws:iam::905418227316:role/countersign-server');
    expect(await page.getByText('Not connected').first().isVisible()).toBe(true);
  });

  it('says what AWS said when the role does not exist, keeps what was entered, and needs no restart to heal', async () => {
    await page.getByLabel('Role ARN').fill('arn:aws:iam::481203377190:role/DoesNotExist');
    await page
      .getByRole('button', { name: 'Test connection' })
      .or(page.getByRole('button', { name: 'Test again' }))
      .first()
      .click();
    await page.getByText('is not authorized to perform: sts:AssumeRole').first().waitFor();
  });

  it('makes the role, saves, and becomes Connected while the log runs', async () => {
    await page.getByRole('button', { name: 'Create the role in the simulated AWS' }).click();
    await expect
      .poll(() => page.getByLabel('Role ARN').inputValue())
      .toBe('arn:aws:iam::481203377190:role/Countersign');
    await page.getByRole('switch', { name: 'Enable support for AWS Organizations' }).click();
    await page.getByRole('switch', { name: 'Enable support for AWS IAM Identity Center' }).click();
    await page.getByRole('combobox', { name: 'Identity Center region' }).fill('eu-north-1');
    await page.getByRole('option', { name: 'eu-north-1' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { name: 'AWS production', level: 1, exact: true }).waitFor({ timeout: 20_000 });
    await page.getByText('Group Platform').first().waitFor({ timeout: 30_000 });
    await page.getByText('Connected', { exact: true }).first().waitFor({ timeout: 40_000 });
  }, 90_000);

  it('tells of a sync run, from the list of runs: calls planned and made, listings, what was not read, changes, log', async () => {
    await page
      .getByRole('table', { name: 'Sync runs' })
      .getByRole('link', { name: /^#\d+$/ })
      .last()
      .click();
    await page.getByRole('heading', { name: /^Sync run #\d+$/, level: 1 }).waitFor();
    const groups = page
      .getByRole('table', { name: 'Listings by kind' })
      .getByRole('row', { name: /^Members of groups/ });
    const [, read] = (await groups.innerText()).match(/(\d+)/) ?? [];
    expect(Number(read)).toBeGreaterThanOrEqual(20);
    const calls = page.getByRole('table', { name: 'Calls by operation' });
    expect(await calls.getByRole('row', { name: /^identitystore:ListGroupMemberships / }).innerText()).toMatch(
      /20\s+20/,
    );
    await page.getByRole('list', { name: 'Decisions' }).getByText('Who is in which group is read').first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const parts = page.getByRole('navigation', { name: 'Parts of this run' });
    await parts.getByRole('link', { name: /^Not read/ }).click();
    await page
      .getByText('Everything that was tried was read')
      .or(page.getByRole('list', { name: 'What was not read' }))
      .waitFor();
    await parts.getByRole('link', { name: 'Changes' }).click();
    await page.getByText('The first reading').waitFor();
    await parts.getByRole('link', { name: 'Log' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('Group Platform').waitFor();
  });

  it('answers who can reach an AWS account, with the path', async () => {
    await page.getByRole('link', { name: 'AWS accounts', exact: true }).click();
    await page.getByRole('main').getByText('prod-payments', { exact: true }).click();
    await page.getByRole('heading', { name: 'prod-payments', level: 1 }).waitFor();
    await expect
      .poll(() => page.getByRole('main').innerText())
      .toMatch(/38 people and \d+ other identities can reach this AWS account/);
    await page.getByLabel('Find in access').fill('Tomás');
    await expect.poll(() => page.getByRole('main').innerText()).toContain('ProductionOperator');
  });

  it('answers from the search box', async () => {
    await page.keyboard.press('Control+k');
    await page.getByLabel('Search or ask').fill('who can reach prod-ledger');
    await page.getByRole('dialog').getByText('prod-ledger').first().click();
    await page.getByRole('heading', { name: 'prod-ledger', level: 1 }).waitFor();
  });

  it.each([
    '/',
    '/connectors',
    '/aws-accounts',
    '/people',
    '/identities',
    '/groups',
    '/permission-sets',
    '/roles',
    '/audit-log',
    '/aws-accounts/730482915066',
  ])(
    'has nothing serious in the eyes of axe on %s, light and dark',
    async (path) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await open(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
        expect(await seriousFaults(page)).toEqual([]);
      }
      await page.emulateMedia({ colorScheme: 'light' });
    },
    60_000,
  );

  it('the navigation ends where the window ends, also with the demo strip scrolled away', async () => {
    await open('/identities');
    await page.waitForLoadState('networkidle');
    for (const scrollTop of [0, 10, 2_000, 0]) {
      await page.evaluate((top) => window.scrollTo(0, top), scrollTop);
      const bottom = () =>
        page.getByRole('navigation', { name: 'Main' }).evaluate((nav) => nav.getBoundingClientRect().bottom);
      await expect.poll(bottom).toBe(900);
      expect(await page.evaluate(() => window.scrollY > 500)).toBe(scrollTop > 500);
    }
  });

  it('shows an employee nothing of others: no connectors, no audit log, one person', async () => {
    await signIn('Tomás Herrera');
    expect(await page.getByRole('link', { name: 'Connectors', exact: true }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Audit log', exact: true }).count()).toBe(0);
    await open('/people');
    await page.getByText('Tomás Herrera').nth(1).waitFor();
    expect(await page.getByRole('main').innerText()).not.toContain('Priya Raman');
    await open('/aws-accounts/730482915066');
    await expect.poll(() => page.getByRole('main').innerText()).toContain('Tomás Herrera');
    expect(await page.getByRole('main').innerText()).not.toContain('Priya Raman');
  });
});
