import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorldData } from '../../simulator/state/world.ts';
import { launchChromium, type TestBrowser } from '../support/chromium.ts';
import { deployMemberRoles } from '../support/member-roles.ts';
import { demoAdministrator, type Product, startProduct } from '../support/product.ts';
import { seriousFaults } from '../support/serious-faults.ts';

// From the settings to the documents, from there into AWS as an administrator would carry them, and back: what a person
// reads on the screens is what the roles are made of (CON-5, CON-6, CON-11).
let product: Product;
let browser: TestBrowser;
let page: Page;
const roleName = 'CountersignMember';

beforeAll(async () => {
  product = await startProduct({ world: 'demo', throttling: false });
  browser = await launchChromium({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page = await browser.context.newPage();
  page.setDefaultTimeout(10_000);
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
});

const memberField = () => page.getByRole('textbox', { name: 'Member-account role name' });
const organizations = () => page.getByRole('switch', { name: 'Enable support for AWS Organizations' });
const save = () => page.getByRole('button', { name: 'Save', exact: true }).click();
const saved = () => page.getByRole('heading', { name: 'AWS production', level: 1, exact: true }).waitFor();
const connected = () => page.getByText('Connected', { exact: true }).first().waitFor({ timeout: 40_000 });
/** The text of a policy that its row opens. */
const policyOf = async (called: string) => {
  await page.getByRole('button', { name: `Policy: ${called}` }).click();
  return JSON.parse(await page.getByRole('region', { name: new RegExp(`^${called}$`, 'i') }).innerText());
};

describe('IAM of the other AWS accounts', () => {
  it('asks for the role ARN of the connector first, and for Organizations before the role name', async () => {
    await page.getByText('The role ARN of the connector comes first:').waitFor();
    expect(await memberField().count()).toBe(0);
    await page.getByRole('button', { name: 'Create the role in the simulated AWS' }).click();
    await expect.poll(() => page.getByLabel('Role ARN').inputValue()).toMatch(/role\/Countersign$/);
    await organizations().click();
    expect(await memberField().inputValue()).toBe('');
    await save();
    await saved();
    await connected();
  }, 60_000);

  it('shows the member-account external id beside the External ID, and what is not read without a role name', async () => {
    await page.getByRole('link', { name: 'Settings', exact: true }).last().click();
    const settings = page.getByRole('region', { name: 'Settings' });
    expect(await settings.innerText()).toMatch(/Member-account external id\s+cs-[0-9a-z]{32}/);
    expect(await settings.innerText()).toContain('IAM of other AWS accounts is not read');
    await settings.getByRole('button', { name: 'Copy Member-account external id' }).waitFor();
    await settings.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('heading', { name: /IAM of the other AWS accounts/ }).waitFor();
  });

  it('gives the StackSet in four ways, by keyboard as well, and how it goes again', async () => {
    const ways = page.getByRole('tablist', { name: 'Ways to create the role in all AWS accounts' });
    await ways.getByRole('tab', { name: 'Console' }).focus();
    for (const way of ['Terraform', 'StackSet', 'CLI']) {
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => ways.getByRole('tab', { selected: true }).innerText()).toBe(way);
    }
    const commands = page.getByRole('region', { name: 'CLI', exact: true });
    expect(await commands.innerText()).toContain('create-stack-set');
    expect(await page.getByRole('region', { name: 'To take it away again' }).innerText()).toContain('delete-stack-set');
  });

  it('refuses at the field what is no role name, and says that turning Organizations off clears it', async () => {
    await memberField().fill('no name!');
    await save();
    await page.getByText('Enter the name of the role only').first().waitFor();
    expect(await memberField().getAttribute('aria-invalid')).toBe('true');
    await memberField().fill(roleName);
    await organizations().click();
    await page.getByText('is cleared: without AWS Organizations').waitFor();
    expect(await memberField().count()).toBe(0);
    await organizations().click();
    expect(await memberField().inputValue()).toBe(roleName);
  });

  it('reads them once the roles are made of what the page says, and names each that is out of reach with its mend', async () => {
    const [trust] = (await policyOf('trust policy of the role')).Statement;
    const conditions = trust.Condition.StringEquals;
    await page.getByRole('button', { name: 'Policy: policy to enter' }).click();
    const enter = await page.getByRole('region', { name: 'Policy to enter' }).innerText();
    const iam = new IAMClient({
      endpoint: product.simulatorUrl,
      region: 'us-east-1',
      credentials: demoAdministrator,
    });
    const RoleName = 'Countersign';
    const PolicyName = 'CountersignAssumeMembers';
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: enter }));
    iam.destroy();
    const state = (await (await fetch(`${product.simulatorUrl}/_simulator/state`)).json()) as WorldData;
    const accounts = state.organizations[0]?.accounts ?? [];
    const others = accounts.filter(({ id }) => !trust.Principal.AWS.includes(id));
    const active = others.filter(({ state: of }) => of === 'ACTIVE');
    const [left, ...reached] = active;
    await deployMemberRoles(
      {
        url: product.simulatorUrl,
        administrator: demoAdministrator,
        roleName,
        principalArn: trust.Principal.AWS,
        externalId: conditions['sts:ExternalId'],
        organizationId: conditions['aws:PrincipalOrgID'],
      },
      reached.map(({ id }) => id),
    );
    await save();
    await saved();
    await page
      .getByText(new RegExp(`IAM of other AWS accounts\\s*${reached.length} read, ${others.length - reached.length}`))
      .waitFor({ timeout: 40_000 });
    await page.getByRole('link', { name: `${others.length - reached.length} out of reach` }).click();
    const gaps = page.getByRole('list', { name: 'What could not be read' });
    const refused = gaps.getByRole('listitem').filter({ hasText: 'AWS denied sts:AssumeRole' });
    expect(await refused.innerText()).toContain(left?.name ?? 'none');
    expect(await refused.innerText()).toContain('Create the role there with the StackSet');
    expect(await gaps.innerText()).toContain('The AWS account is suspended');
    expect(await gaps.getByRole('button', { name: 'Copy sts:AssumeRole' }).count()).toBe(0);
  }, 90_000);

  it('is said of the run as well, and nothing of it is serious in the eyes of axe', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await seriousFaults(page)).toEqual([]);
    }
    await page.getByRole('link', { name: 'Set-up of the other AWS accounts' }).click();
    await page.getByRole('heading', { name: /IAM of the other AWS accounts/ }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.goBack();
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    await page
      .getByRole('link', { name: /^#\d+$/ })
      .first()
      .click();
    await page.getByText(/IAM of other AWS accounts\s*\d+ read, \d+ not/).waitFor();
  });
});
