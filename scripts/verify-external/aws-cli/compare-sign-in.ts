import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Simulator } from '../../../simulator/start.ts';
import { type Comparison, compared, compareRows, compareValues } from '../comparison.ts';
import { runProgram } from '../run-program.ts';
import { type AwsCli, wordsOf } from './aws-cli.ts';

const startUrl = 'https://larkspur.awsapps.com/start';
const person = 'amara.nwosu@larkspurpay.example';
const profile = 'larkspur';
/** What the person must see at the portal, by the world's assignments. */
interface PortalView {
  awsAccountIds: string[];
  /** On the management AWS account. */
  roles: string[];
}
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/**
 * A person signs in at the command line as the simulator's README describes, and is who the profile says. Release 1 of
 * the aws CLI has no `sso login`: there the three calls behind it are made one by one, and their token is put where the
 * login would have left it.
 */
export async function compareSignIn(aws: AwsCli, simulator: Simulator): Promise<Comparison[]> {
  const [organization] = simulator.world.organizations;
  const [center] = simulator.world.identityCenters;
  const home = mkdtempSync(path.join(tmpdir(), 'verify-external-'));
  try {
    const awsAccountId = organization?.managementAccountId ?? '';
    const region = center?.base.region ?? '';
    const shell = new PersonsShell(aws, simulator.url, home);
    shell.writeProfile(awsAccountId, region);
    const login = aws.version.startsWith('1.') ? () => shell.logInByHand(region) : () => shell.logIn(simulator.url);
    const { what, problem } = await login();
    if (problem) return [compared(what, problem)];
    const { Account, Arn } = await shell.ask<{ Account: string; Arn: string }>('sts', 'get-caller-identity');
    const role = Arn.replace(/BreakGlass_[0-9a-f]{16}/, 'BreakGlass_…');
    return [
      compared(what, undefined),
      compareValues(
        'sts get-caller-identity --profile: AWS account and role',
        [Account, role],
        [awsAccountId, `arn:aws:sts::${awsAccountId}:assumed-role/AWSReservedSSO_BreakGlass_…/${person}`],
      ),
      ...(await shell.comparePortal(awsAccountId, viewOf(simulator))),
    ];
  } finally {
    rmSync(home, { recursive: true });
  }
}

function viewOf({ world }: Simulator): PortalView {
  const [center] = world.identityCenters;
  const [organization] = world.organizations;
  const userId = center?.usersByName.get(person)?.id;
  const groups = center?.memberships.all().filter((each) => each.userId === userId);
  const principals = new Set([userId, ...(groups?.map(({ groupId }) => groupId) ?? [])]);
  const held = center?.assignments.all().filter(({ principalId }) => principals.has(principalId)) ?? [];
  const isActive = (id: string) => organization?.accounts.get(id)?.state === 'ACTIVE';
  const onManagement = held.filter(({ awsAccountId }) => awsAccountId === organization?.managementAccountId);
  const names = onManagement.map(({ permissionSetArn }) => center?.permissionSets.get(permissionSetArn)?.name ?? '');
  return {
    awsAccountIds: [...new Set(held.map(({ awsAccountId }) => awsAccountId))].filter(isActive),
    roles: [...new Set(names)],
  };
}

class PersonsShell {
  readonly #aws: AwsCli;
  readonly #url: string;
  readonly #home: string;

  constructor(aws: AwsCli, url: string, home: string) {
    this.#aws = aws;
    this.#url = url;
    this.#home = home;
  }

  writeProfile(awsAccountId: string, region: string): void {
    const settings = {
      sso_start_url: startUrl,
      sso_region: region,
      sso_account_id: awsAccountId,
      sso_role_name: 'BreakGlass',
      region,
      // Release 1 would ask the network for what the start URL leads to.
      cli_follow_urlparam: 'false',
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
    mkdirSync(path.join(this.#home, '.aws/sso/cache'), { recursive: true });
    writeFileSync(path.join(this.#home, '.aws/config'), `[profile ${profile}]\n${lines.join('\n')}\n`);
  }

  run(...args: string[]) {
    return runProgram('aws', args, {
      ...this.#aws.environment(),
      HOME: this.#home,
      AWS_CONFIG_FILE: path.join(this.#home, '.aws/config'),
      AWS_ENDPOINT_URL: this.#url,
      AWS_ENDPOINT_URL_SSO: this.#url,
      AWS_ENDPOINT_URL_SSO_OIDC: this.#url,
    });
  }

  async ask<T>(...args: string[]): Promise<T> {
    const { exitCode, stdout, stderr } = await this.run('--profile', profile, '--output', 'json', ...args);
    if (exitCode !== 0) throw new Error(`aws ${args.join(' ').slice(0, 200)} ended with ${exitCode}: ${stderr.trim()}`);
    return JSON.parse(stdout) as T;
  }

  async logIn(url: string) {
    await fetch(`${url}/_simulator/sign-in`, { method: 'POST', body: JSON.stringify({ userName: person }) });
    const [, minor = 0] = this.#aws.version.split('.').map(Number);
    const device = minor >= 22 ? ['--use-device-code'] : [];
    const args = ['sso', 'login', ...device, '--no-browser', '--profile', profile];
    const { exitCode, stderr } = await this.run(...args);
    return { what: `aws ${args.join(' ')}`, problem: exitCode === 0 ? undefined : stderr.trim() };
  }

  async logInByHand(region: string) {
    const what = 'aws sso-oidc register-client, start-device-authorization, create-token';
    const oidc = <T>(...args: string[]) => this.ask<T>('--no-sign-request', 'sso-oidc', ...args);
    const client = await oidc<{ clientId: string; clientSecret: string }>(
      ...['register-client', '--client-name', 'verify', '--client-type', 'public'],
    );
    const as = ['--client-id', client.clientId, '--client-secret', client.clientSecret];
    const device = await oidc<{ deviceCode: string; userCode: string }>(
      ...['start-device-authorization', ...as, '--start-url', startUrl],
    );
    const asked = ['create-token', ...as, '--grant-type', deviceGrant, '--device-code', device.deviceCode];
    const early = await this.run('--no-sign-request', 'sso-oidc', ...asked);
    if (!early.stderr.includes('(AuthorizationPendingException) when calling the CreateToken operation'))
      return { what, problem: `before the person agrees: ${early.stderr}` };
    const body = JSON.stringify({ userName: person, userCode: device.userCode });
    await fetch(`${this.#url}/_simulator/sign-in`, { method: 'POST', body });
    const { accessToken, expiresIn } = await oidc<{ accessToken: string; expiresIn: number }>(...asked);
    const name = `${createHash('sha1').update(startUrl).digest('hex')}.json`;
    const expiresAt = new Date(Date.now() + expiresIn * 1000).toISOString().replace(/\.\d+Z/, 'Z');
    writeFileSync(
      path.join(this.#home, '.aws/sso/cache', name),
      JSON.stringify({ startUrl, region, accessToken, expiresAt }),
    );
    return { what, problem: undefined };
  }

  /** What the portal shows the person, and what is left of it after signing out. */
  async comparePortal(awsAccountId: string, expected: PortalView): Promise<Comparison[]> {
    const token = ['--access-token', this.#token()];
    const portal = (name: string, ...args: string[]) =>
      this.run('--no-sign-request', '--output', 'json', 'sso', name, ...token, ...args);
    const asked = async <T>(name: string, ...args: string[]) => JSON.parse((await portal(name, ...args)).stdout) as T;
    const { accountList } = await asked<{ accountList: { accountId: string }[] }>('list-accounts');
    const inAccount = ['--account-id', awsAccountId];
    const { roleList } = await asked<{ roleList: { roleName: string }[] }>('list-account-roles', ...inAccount);
    const given = await asked<{ roleCredentials: { accessKeyId: string } }>(
      ...(['get-role-credentials', ...inAccount, '--role-name', 'BreakGlass'] as const),
    );
    // Release 2 has a logout of its own, which knows the token.
    const out = this.#aws.version.startsWith('1.') ? await portal('logout') : await this.run('sso', 'logout');
    const after = await portal('list-accounts');
    return [
      compareRows(
        'sso list-accounts',
        accountList.map(({ accountId }) => accountId),
        expected.awsAccountIds,
      ),
      compareRows(
        'sso list-account-roles on the management AWS account',
        roleList.map(({ roleName }) => roleName),
        expected.roles,
      ),
      compareValues('sso get-role-credentials', given.roleCredentials.accessKeyId.slice(0, 4), 'ASIA'),
      compareValues('sso logout answers nothing', [out.exitCode, out.stdout], [0, '']),
      compareValues(
        'sso list-accounts after signing out: error',
        [after.exitCode, wordsOf(after.stderr)],
        [
          this.#aws.refusedExitCode,
          'An error occurred (UnauthorizedException) when calling the ListAccounts operation: Session token not found or invalid',
        ],
      ),
    ];
  }

  /** Where `sso login` leaves it. */
  #token(): string {
    const cache = path.join(this.#home, '.aws/sso/cache');
    const kept = readdirSync(cache).map((name) => JSON.parse(readFileSync(path.join(cache, name), 'utf8')));
    return kept.find(({ accessToken }) => accessToken)?.accessToken ?? '';
  }
}
