import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium, type TestBrowser } from '../support/chromium.ts';
import { type Product, startProduct } from '../support/product.ts';
import { seriousFaults } from '../support/serious-faults.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

let folder: TemporaryFolder;
let product: Product;
let browser: TestBrowser;
let owner: pg.Client;
let page: Page;
beforeAll(async () => {
  folder = await temporaryFolder('audit-page');
  const key = path.join(folder.path, 'key');
  await writeFile(key, '07'.repeat(32));
  product = await startProduct({ world: 'small', env: { COUNTERSIGN_SECRET_KEY_FILE: key } });
  owner = new pg.Client(product.ownerUrl);
  await owner.connect();
  browser = await launchChromium({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page = await browser.context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(product.url);
  await page.getByRole('button', { name: /Sign in as Priya Raman/ }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await owner?.end();
  await product?.stop();
  await folder?.remove();
});

const open = async (search = '') => {
  await page.goto(`${product.url}/audit-log${search}`);
  await page.getByRole('grid', { name: 'Audit log' }).waitFor();
};

it('the page says how far the log is sealed and when that was signed', async () => {
  await open();
  await page.getByText(/^up to #\d+$/).waitFor();
  await page.getByText(/^\d\d:\d\d UTC$/).waitFor();
});

it('the log is narrowed by person, kind and time without a mouse; the address keeps it', async () => {
  await open();
  await page.getByRole('button', { name: /^Who/ }).focus();
  await page.keyboard.press('Enter');
  await page.locator(':focus[aria-label="Find a person"]').waitFor();
  await page.keyboard.type('priya');
  await page.getByRole('button', { name: 'Everybody' }).waitFor({ state: 'detached' });
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Priya Raman/ })
    .waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Who Priya Raman' }).waitFor();
  await page.getByRole('button', { name: /^When/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Today' }).press('Enter');
  await page.getByRole('button', { name: /^When since/ }).waitFor();
  expect(page.url()).toMatch(/\?actor=per_\w+&from=\d{4}-\d\d-\d\d$/);
  await expect.poll(() => page.getByRole('row').count()).toBeGreaterThan(1);
  for (const row of (await page.getByRole('row').all()).slice(1))
    expect(await row.innerText()).toContain('Priya Raman');
  await page.goto(`${product.url}/audit-log?actor=system&kind=person&from=2020-01-01&until=2020-01-02`);
  await page.getByText('No entry matches').waitFor();
});

it('the export is the log with its seal; narrowed, it is what fits', async () => {
  await open();
  const save = async (name: string) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name, exact: true }).click(),
    ]);
    const file = path.join(folder.path, download.suggestedFilename());
    await download.saveAs(file);
    return (await readFile(file, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
  const whole = await save('Export');
  expect(whole[0]).toMatchObject({ format: 'countersign-audit-1', filter: null });
  expect(whole.some(({ checkpoint }) => checkpoint)).toBe(true);
  await open('?kind=person');
  const narrowed = await save('Export what fits');
  expect(narrowed[0]).toMatchObject({ filter: { objectKind: 'person' } });
  expect(narrowed.length).toBeLessThan(whole.length);
});

it('axe finds nothing serious, in light and dark, on a desk and a phone, with each filter open', async () => {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const viewport of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize(viewport);
      await open();
      for (const [chip, inside] of [
        ['Who', 'Everybody'],
        ['When', 'Any time'],
      ]) {
        await page.getByRole('button', { name: new RegExp(`^${chip} `) }).click();
        await page.getByRole('button', { name: inside as string }).waitFor();
        expect(await seriousFaults(page)).toEqual([]);
        const box = await page.getByRole('dialog').boundingBox();
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(viewport.width);
        await page.keyboard.press('Escape');
      }
    }
  await page.setViewportSize({ width: 1440, height: 900 });
});

it('a log that was changed in the database is said to be so, before anything else', async () => {
  await owner.query(`update audit_checkpoint set head = sha256('')`);
  await open();
  await page.getByText('This is not the log that was signed.').waitFor();
  expect(await seriousFaults(page)).toEqual([]);
});
