import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connector } from '../../src/contract/connectors.ts';
import { countersign } from '../cli/countersign.ts';
import { launchChromium, type TestBrowser } from '../support/chromium.ts';
import { type Product, startProduct } from '../support/product.ts';
import { seriousFaults } from '../support/serious-faults.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

// Told in order: somebody is invited and given roles, then a connector goes.
let folder: TemporaryFolder;
let product: Product;
let browser: TestBrowser;
let page: Page;
let run: ReturnType<typeof countersign>;
beforeAll(async () => {
  folder = await temporaryFolder('members-page');
  product = await startProduct({ world: 'small', throttling: false });
  run = countersign(product.url, path.join(folder.path, 'config.json'));
  await run('login', '--demo', 'super-administrator');
  browser = await launchChromium({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page = await browser.context.newPage();
  page.setDefaultTimeout(15_000);
}, 90_000);
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
const faults = async (): Promise<string[]> => {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
    // A dialog fades in.
    await page.waitForTimeout(400);
    found.push(...(await seriousFaults(page)).map((fault) => `${colorScheme}: ${fault}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
};
const enter = (name: string | RegExp) => page.getByRole('button', { name }).press('Enter');

describe('settings, members', () => {
  it('is found in the navigation, and a person is invited by keyboard alone', async () => {
    await signIn('Priya Raman');
    await page.getByRole('link', { name: 'Members' }).press('Enter');
    await page.getByRole('grid', { name: 'Members' }).waitFor();
    expect(await faults()).toEqual([]);
    await enter('Invite');
    const invitation = page.getByRole('dialog', { name: 'Invite a person' });
    await invitation.locator('input:focus').waitFor();
    await page.keyboard.type('Nadia New');
    await page.keyboard.press('Tab');
    await page.keyboard.type('nadia@corp.example');
    await page.getByRole('checkbox', { name: /^Auditor/ }).press('Space');
    expect(await faults()).toEqual([]);
    await page.getByRole('textbox', { name: 'E-mail' }).press('Enter');
    const drawer = page.getByRole('dialog', { name: 'Member' });
    await drawer.getByRole('heading', { name: 'Nadia New' }).waitFor();
    await drawer.getByText(/Holds it since .*, from Priya Raman/).waitFor();
    expect(new URL(page.url()).searchParams.get('member')).toMatch(/^per_/);
  });

  it('a role is given at once; Super Administrator is asked about first; each says what it may do', async () => {
    const drawer = page.getByRole('dialog', { name: 'Member' });
    await drawer.getByRole('button', { name: 'Give Campaign Administrator' }).press('Enter');
    await drawer.getByRole('button', { name: 'Take away Campaign Administrator' }).waitFor();
    await drawer.locator('summary').first().press('Enter');
    await drawer.getByText('Invite people, grant roles and take them away').waitFor();
    expect(await faults()).toEqual([]);
    await drawer.getByRole('button', { name: 'Give Super Administrator' }).press('Enter');
    const question = page.getByRole('dialog', { name: 'Make a Super Administrator' });
    await question.getByText(/sees and changes everything here/).waitFor();
    expect(await faults()).toEqual([]);
    await question.getByRole('button', { name: 'Make Super Administrator' }).press('Enter');
    await drawer.getByRole('button', { name: 'Take away Super Administrator' }).waitFor();
    const { stdout } = await run('members', 'show', 'nadia@corp.example');
    expect(stdout).toContain('super-administrator, campaign-administrator, auditor');
    await drawer.getByRole('button', { name: 'Close' }).press('Enter');
    await drawer.waitFor({ state: 'hidden' });
  });

  it('of the last Super Administrator the role is not offered to be taken, and nobody gives one to themselves', async () => {
    await run('members', 'revoke', 'nadia@corp.example', 'super-administrator');
    const { person } = (await run('whoami', '--json')).json<{ person: { id: string } }>();
    await page.goto(`${product.url}/settings/members?member=${person.id}`);
    const drawer = page.getByRole('dialog', { name: 'Member' });
    await drawer.getByText('The last one. Make somebody else one first.').waitFor();
    await drawer.getByText('Another Super Administrator must give it to you.').first().waitFor();
    expect(await drawer.getByRole('button', { name: /^(Give|Take)/ }).count()).toBe(0);
  });

  it('is looked through by name and role, and says when there is nobody like that', async () => {
    await page.goto(`${product.url}/settings/members`);
    await page.getByRole('searchbox', { name: 'Find by name or e-mail' }).fill('nadia');
    await page.getByRole('status').getByText('1 person').waitFor();
    await page.getByRole('searchbox', { name: 'Find by name or e-mail' }).fill('nobody at all');
    await page.getByText('Nobody like that').waitFor();
    await page.goto(`${product.url}/settings/members?role=auditor`);
    await page.getByRole('button', { name: 'Role Auditor' }).waitFor();
    await page.getByRole('status').getByText('2 people').waitFor();
  });

  it('shows an auditor who holds what and offers nothing, and is closed to everybody else', async () => {
    await signIn('Mei-Lin Zhou');
    await page.getByRole('link', { name: 'Members' }).click();
    await page.getByRole('grid', { name: 'Members' }).waitFor();
    expect(await page.getByRole('button', { name: 'Invite' }).count()).toBe(0);
    await page.getByRole('row', { name: /Nadia New/ }).click();
    const drawer = page.getByRole('dialog', { name: 'Member' });
    await drawer.getByText('Super Administrators give roles and take them away.').waitFor();
    expect(await drawer.getByRole('button', { name: /^(Give|Take)/ }).count()).toBe(0);
    await signIn('Kwame Boateng');
    expect(await page.getByRole('link', { name: 'Members' }).count()).toBe(0);
    await page.goto(`${product.url}/settings/members`);
    await page.getByText('Not open to you').waitFor();
    expect(await faults()).toEqual([]);
  });
});

describe('a connector', () => {
  it('is deleted by its name, typed, and is still shown by its address', async () => {
    const { id, name } = (await run('connectors', 'add', '--app', 'AWS elsewhere', '--json')).json<Connector>();
    await signIn('Priya Raman');
    await page.goto(`${product.url}/connectors/${id}`);
    await enter('More about this connector');
    await page.getByRole('menuitem', { name: 'Delete connector…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Delete the connector' });
    const confirm = dialog.getByRole('button', { name: 'Delete connector' });
    await dialog.locator('input:focus').waitFor();
    await page.keyboard.type('Something else');
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill(name);
    expect(await faults()).toEqual([]);
    await dialog.getByRole('textbox').press('Enter');
    await page.waitForURL(`${product.url}/connectors`);
    // With no connector left, the page offers to add one.
    await page.getByRole('dialog', { name: 'Add connector' }).waitFor();
    await page.goto(`${product.url}/connectors/${id}`);
    await page
      .getByText(/^Deleted /)
      .first()
      .waitFor();
    expect(await page.getByRole('button', { name: /Sync now|Continue set-up|More about/ }).count()).toBe(0);
    expect(await faults()).toEqual([]);
  });
});
