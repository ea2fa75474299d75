import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, type TestBrowser } from '../support/chromium.ts';
import { type Product, startProduct } from '../support/product.ts';
import { seriousFaults } from '../support/serious-faults.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

// Identity Center's SCIM API from its switch to a token that ends, as an administrator sees it (CON-6, CON-14).
let folder: TemporaryFolder;
let product: Product;
let browser: TestBrowser;
let page: Page;
let scim: { endpoint: string; token: string };
/** What the page wrote to its console, and every address it asked. */
const said: string[] = [];

beforeAll(async () => {
  folder = await temporaryFolder('scim');
  const key = path.join(folder.path, 'key');
  await writeFile(key, randomBytes(32).toString('hex'), { mode: 0o600 });
  product = await startProduct({ world: 'demo', throttling: false, env: { COUNTERSIGN_SECRET_KEY_FILE: key } });
  const answer = await fetch(`${product.simulatorUrl}/_simulator/scim`, { method: 'POST' });
  const made = (await answer.json()) as { path: string; token: string };
  scim = { endpoint: `${product.simulatorUrl}${made.path}`, token: made.token };
  browser = await launchChromium({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page = await browser.context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('console', (message) => said.push(message.text()));
  page.on('request', (request) => said.push(request.url()));
  await page.goto(product.url);
  await page.getByRole('button', { name: /Sign in as Priya Raman/ }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await page.getByRole('link', { name: 'Connectors', exact: true }).click();
  const form = page.getByRole('form', { name: 'Add connector' });
  await form.getByLabel('Application name').fill('AWS production');
  await form.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('heading', { name: 'Connect AWS production' }).waitFor();
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await folder?.remove();
});

const scimSwitch = () => page.getByRole('switch', { name: 'Enable usage of the AWS IAM Identity Center SCIM API' });
const identityCenter = () => page.getByRole('switch', { name: 'Enable support for AWS IAM Identity Center' });
const endpoint = () => page.getByRole('textbox', { name: 'SCIM endpoint' });
const token = () => page.getByLabel('SCIM access token', { exact: true });
const checklist = () => page.getByRole('region', { name: 'Connection checklist' });
const save = () => page.getByRole('button', { name: 'Save', exact: true }).click();
const test = () => page.getByRole('button', { name: 'Test connection' }).click();
const edit = async () => {
  await page.getByRole('link', { name: 'Settings', exact: true }).last().click();
  await page.getByRole('region', { name: 'Settings' }).getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('heading', { name: 'Connect AWS production' }).waitFor();
};
const saved = async () => {
  await save();
  await page.getByRole('heading', { name: 'AWS production', level: 1, exact: true }).waitFor();
};
/** Half-way from one scheme to the other nothing has its colour, and what ends begins the same in what is inside it. */
const finishTransitions = () =>
  page.evaluate(() => {
    const running = document.getAnimations().filter((each) => each instanceof CSSTransition);
    for (const each of running) each.finish();
    return running.length;
  });
const axeInBothSchemes = async () => {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
    await expect.poll(finishTransitions, { timeout: 10_000 }).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
  }
};

describe('the SCIM API of Identity Center', () => {
  it('can be used only with Identity Center, whose switch turns it off, says so, and brings it back', async () => {
    expect(await scimSwitch().isDisabled()).toBe(true);
    await page.getByText('enable support for that first').waitFor();
    await page.getByRole('button', { name: 'Create the role in the simulated AWS' }).click();
    await expect.poll(() => page.getByLabel('Role ARN').inputValue()).toMatch(/role\/Countersign$/);
    await page.getByRole('switch', { name: 'Enable support for AWS Organizations' }).click();
    await identityCenter().click();
    await page.getByRole('combobox', { name: 'Identity Center region' }).click();
    await page.getByRole('option', { name: 'eu-north-1' }).click();
    await scimSwitch().focus();
    await page.keyboard.press('Space');
    await endpoint().fill(scim.endpoint);
    await identityCenter().click();
    await page.getByText('is turned off with IAM Identity Center').waitFor();
    expect([await scimSwitch().isChecked(), await endpoint().count()]).toEqual([false, 0]);
    await identityCenter().click();
    expect([await scimSwitch().isChecked(), await endpoint().inputValue()]).toEqual([true, scim.endpoint]);
    expect(await page.getByText('is turned off with IAM Identity Center').count()).toBe(0);
  });

  it('refuses at its field what is missing, what is not of AWS, and a day that is over', async () => {
    const refused = async (field: ReturnType<typeof endpoint>, words: string) => {
      await save();
      await page.getByText(words).first().waitFor();
      await page.getByText('Mend it in step 5').waitFor();
      expect(await field.getAttribute('aria-invalid')).toBe('true');
    };
    await refused(token(), 'Enter the access token of this endpoint');
    await endpoint().fill('');
    await refused(endpoint(), 'Enter the SCIM endpoint');
    await endpoint().fill('https://scim.eu-north-1.amazonaws.com.example.com/scim/v2/');
    await refused(endpoint(), 'The endpoint looks like');
    await endpoint().fill(scim.endpoint);
    await token().fill(scim.token);
    await page.getByLabel('Token expires on').fill('2020-01-31');
    await refused(page.getByLabel('Token expires on'), 'AWS’s tokens live one year');
    await page.getByLabel('Token expires on').fill('');
    await axeInBothSchemes();
  }, 60_000);

  it('tests what is in the form: a wrong token fails with its mend, the right one is accepted', async () => {
    await token().fill('not-the-token');
    await test();
    await checklist().getByRole('heading', { name: 'SCIM' }).waitFor();
    await checklist()
      .getByText('AWS does not accept the token')
      .or(checklist().getByText('belongs to another'))
      .first()
      .waitFor();
    await page.getByText('The SCIM token does not work').waitFor();
    await axeInBothSchemes();
    await token().fill(scim.token);
    await test();
    await checklist()
      .getByText(/^accepted, \d+ ms$/)
      .waitFor();
    expect(await page.getByText('The SCIM token does not work').count()).toBe(0);
  }, 60_000);

  it('keeps the token, and shows of it only its dates, also after a reload', async () => {
    await saved();
    await edit();
    await page.reload();
    await page.getByText(/A token is kept since .*, AWS takes it until/).waitFor();
    expect([await token().count(), await endpoint().inputValue()]).toEqual([0, scim.endpoint]);
    await test();
    await checklist()
      .getByText(/^accepted, \d+ ms$/)
      .waitFor();
    await axeInBothSchemes();
  }, 60_000);

  it('is replaced by keyboard, or stays; another endpoint asks for another token', async () => {
    await page.getByRole('button', { name: 'Replace the SCIM access token' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => token().evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await token().inputValue()).toBe('');
    await page.getByRole('button', { name: 'Keep the present token' }).press('Enter');
    const replace = page.getByRole('button', { name: 'Replace the SCIM access token' });
    await expect.poll(() => replace.evaluate((button) => button === document.activeElement)).toBe(true);
    await endpoint().fill(scim.endpoint.replace(/\/scim\/v2\/$/, 'x/scim/v2/'));
    await page.getByText('belongs to the earlier endpoint: enter the one of this endpoint').waitFor();
    await endpoint().fill(scim.endpoint.replace(/\/$/, ''));
    expect(await token().count()).toBe(0);
    await replace.click();
    await token().fill(scim.token);
    await saved();
  }, 60_000);

  it('leaves no token in the address, the storage, the document or the console of the browser', async () => {
    const places = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, document.documentElement.outerHTML]),
    );
    for (const place of [places, ...said]) expect(place.includes(scim.token)).toBe(false);
  });

  it('warns on the page of the connector before the token ends and when it has, with the way to the settings', async () => {
    expect(await page.getByText('The SCIM access token').count()).toBe(0);
    const endsIn = async (days: number) => {
      const database = new pg.Client({ connectionString: product.ownerUrl });
      await database.connect();
      await database.query("update connector_secret set expires_at = product_now() + $1 * interval '1 day'", [days]);
      await database.end();
      await page.reload();
    };
    await endsIn(11.5);
    await page.getByText('The SCIM access token expires in 12 days.').waitFor();
    await endsIn(-1);
    const banner = page.getByText('The SCIM access token has expired.').locator('../../..');
    await banner.waitFor();
    // Only then is the page whole: what still comes in has not its colours yet.
    await page.getByText('2 of 2 runs').waitFor();
    await axeInBothSchemes();
    await banner.getByRole('link', { name: 'Settings' }).click();
    const settings = page.getByRole('region', { name: 'Settings' });
    await settings.getByText(/AWS took it until/).waitFor();
    expect(await settings.innerText()).toContain(scim.endpoint);
    await axeInBothSchemes();
  }, 60_000);
});
