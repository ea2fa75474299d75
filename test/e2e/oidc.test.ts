import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, type TestBrowser } from '../support/chromium.ts';
import { startProvider, type TestProvider } from '../support/oidc/start-provider.ts';
import { freePort, type Product, startProduct } from '../support/product.ts';
import { seriousFaults } from '../support/serious-faults.ts';

// Told in order, outside the demo: the first administrator, then people who come by a real provider of OpenID Connect.
const clientSecret = 'a-client-secret-of-a-test-0123456789';
const password = 'a long enough passphrase';
const ada = { name: 'Ada Example', email: 'ada@corp.example', email_verified: true, groups: ['risk'] };
let product: Product;
let provider: TestProvider;
let browser: TestBrowser;
let page: Page;
/** What the content security policy kept from being applied, and errors of the page. */
const blocked: string[] = [];

beforeAll(async () => {
  const providerPort = await freePort();
  product = await startProduct({
    world: 'small',
    isSeeded: false,
    env: {
      COUNTERSIGN_MODE: 'local',
      OIDC_ISSUER: `http://127.0.0.1:${providerPort}`,
      OIDC_NAME: 'Corp Login',
      OIDC_CLIENT_ID: 'countersign',
      OIDC_CLIENT_SECRET: clientSecret,
      OIDC_SCOPES: 'openid profile email groups',
      OIDC_ROLE_MAP: 'risk=auditor',
    },
  });
  provider = await startProvider(
    {
      redirectUris: [`${product.url}/sign-in/callback`],
      signedOutUris: [`${product.url}/signed-out`],
      clientSecret,
    },
    providerPort,
  );
  await provider.control({ accounts: { ada } });
  browser = await launchChromium({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page = await browser.context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('console', (message) => {
    if (page.url().startsWith(product.url) && /Content Security Policy/.test(message.text()))
      blocked.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => blocked.push(`${page.url()}: ${error.message}`));
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await provider?.stop();
  await product?.stop();
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
const heading = (name: string) => page.getByRole('heading', { name, level: 1 });
const faults = async (): Promise<string[]> => {
  const found: string[] = [];
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
      found.push(...(await seriousFaults(page)).map((fault) => `${width} ${colorScheme}: ${fault}`));
    }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
};
const signOut = async () => {
  await page.getByRole('button', { name: /, menu$/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
};
/** At the provider's own page. */
const enterAtProvider = async (login: string) => {
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('any');
  await page.keyboard.press('Enter');
};

describe('the local administrator', () => {
  it('becomes the first by the one-time link, while the page says that there is none', async () => {
    await page.goto(`${product.url}/`);
    await page.getByText('Nobody is Super Administrator yet.').waitFor();
    expect(await button('Sign in as local administrator').count()).toBe(0);
    const { output } = await product.run(['first-run-link']);
    await page.goto(output.find((line) => line.includes('/first-run?token=')) ?? '');
    await page.getByLabel('Name').fill('Root');
    await page.getByLabel('E-mail').fill('root@corp.example');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await button('Become administrator').click();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
  });

  it('signs out of Countersign alone, as they came by a password, and is told so', async () => {
    await signOut();
    await heading('You are signed out').waitFor();
    expect(new URL(page.url()).pathname).toBe('/signed-out');
    await button('Sign in with Corp Login').waitFor();
    expect(await faults()).toEqual([]);
  });

  it('finds the password form beside the provider’s button, by keyboard', async () => {
    expect(await page.getByLabel('Password', { exact: true }).count()).toBe(0);
    await button('Sign in as local administrator').press('Enter');
    await page.locator('input[type="email"]:focus').waitFor();
    expect(await faults()).toEqual([]);
    await page.locator('input[type="email"]').focus();
    await page.keyboard.type('root@corp.example');
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await signOut();
    await heading('You are signed out').waitFor();
  });
});

describe('people who come by the provider', () => {
  it('go there and back by keyboard to where they wanted to go, with the role that their group gives', async () => {
    await page.goto(`${product.url}/audit-log?kind=person`);
    await heading('Sign in').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await enterAtProvider('ada');
    await heading('Audit log').waitFor();
    expect(`${new URL(page.url()).pathname}${new URL(page.url()).search}`).toBe('/audit-log?kind=person');
    await page.getByText('Ada Example').first().waitFor();
  });

  it('do not find the provider’s answer in the history', async () => {
    await page.goBack();
    await page.waitForLoadState();
    expect(page.url()).not.toMatch(/code=|state=/);
    await page.goto(`${product.url}/`);
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
  });

  it('are signed out there as well, and come back to be told so', async () => {
    await signOut();
    await page.getByRole('button', { name: 'Yes, sign me out' }).click();
    await heading('You are signed out').waitFor();
    await button('Sign in with Corp Login').click();
    // The session there has ended: it asks anew.
    await page.getByPlaceholder('Enter any login').waitFor();
  });

  it('who decline there are told so, and may try again', async () => {
    await page.getByRole('link', { name: /Cancel/ }).click();
    await heading('You are not signed in').waitFor();
    await page.getByRole('alert').getByText('You were not let in by Corp Login').waitFor();
    expect(await faults()).toEqual([]);
    await button('Back to sign-in').press('Enter');
    await heading('Sign in').waitFor();
  });

  it('whose e-mail nobody vouches for are told what to mend', async () => {
    await provider.control({ accounts: { eve: { ...ada, email_verified: false } } });
    await button('Sign in with Corp Login').click();
    await enterAtProvider('eve');
    await page.getByRole('alert').getByText('oidc-email-unverified').waitFor();
    // An answer works once: the page that shows this has forgotten it.
    await page.reload();
    await page.getByRole('alert').getByText('Sign in again.').waitFor();
  });

  it('are told when the provider is down, and get in once it is back, without a restart', async () => {
    await provider.control({
      failWith: 503,
      accounts: { eve: { ...ada, name: 'Eve Example', email: 'eve@corp.example' } },
    });
    await page.goto(`${product.url}/sign-in`);
    await expect
      .poll(
        async () => {
          await page.reload();
          await button('Sign in with Corp Login').click();
          await page.waitForTimeout(500);
          return page.getByRole('alert').innerText({ timeout: 2_000 });
        },
        // What the provider said is taken as right for a minute.
        { timeout: 90_000 },
      )
      .toContain('Corp Login does not answer');
    expect(await faults()).toEqual([]);
    await provider.control({ failWith: null });
    await button('Sign in with Corp Login').click();
    await page.getByRole('button', { name: /Eve Example/ }).waitFor();
    await browser.context.clearCookies();
  }, 120_000);
});

describe('the page', () => {
  it('warns where people come by plain http over a network', async () => {
    const { port } = new URL(product.url);
    const other = await launchChromium({
      args: ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP countersign.example 127.0.0.1'],
    });
    const visitor = await other.context.newPage();
    await visitor.goto(`http://countersign.example:${port}/sign-in`);
    await visitor.getByText('This page comes by plain http.').waitFor();
    await other.close();
    await page.goto(`${product.url}/sign-in`);
    await button('Sign in with Corp Login').waitFor();
    expect(await page.getByText('plain http').count()).toBe(0);
  });

  it('had nothing inline blocked, and no error, on any of these pages', () => {
    expect(blocked).toEqual([]);
  });
});
