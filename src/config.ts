import { z } from 'zod';
import { type Role, roles } from './core/security/model/roles.ts';

/** The only reader of the environment (architecture.md). Documented in docs/configuration.md; a test compares the two. */
const Environment = z.object({
  /** Connection of the application role, e.g. postgres://countersign_app:…@host/countersign. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Connection of the owner role: only `migrate` needs it. */
  DATABASE_OWNER_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(4000),
  /** The address people use; decides https cookies and the links in messages. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Where mail goes out: smtp://user:password@host:587 or smtps://…; without it messages stay in the inbox. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Who mail is from: an address, or a name and an address in angle brackets. */
  SMTP_FROM: z
    .string()
    .regex(
      /^(?:[^<>\r\n]*<[^\s<>@,;:]+@[A-Za-z0-9.-]+>|[^\s<>@,;:]+@[A-Za-z0-9.-]+)$/,
      'must be address@example.com or Name <address@example.com>',
    )
    .optional(),
  /** Addresses and networks of the proxies whose X-Forwarded-For is believed, e.g. 10.0.0.0/8; for limits per address. */
  COUNTERSIGN_TRUSTED_PROXIES: z.string().optional(),
  /** Sign-in by OpenID Connect (SEC-1): the provider's issuer, as its discovery document states it. */
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  /** Read at each sign-in: a secret that was replaced needs no restart. */
  OIDC_CLIENT_SECRET_FILE: z.string().optional(),
  /** How the secret is sent; without it as the provider says. */
  OIDC_CLIENT_AUTHENTICATION: z.enum(['basic', 'post']).optional(),
  /** What people call the provider, on the button. */
  OIDC_NAME: z.string().max(40).optional(),
  OIDC_SCOPES: z
    .string()
    .default('openid profile email')
    .refine((scopes) => scopes.split(' ').includes('openid'), 'must have openid among the scopes'),
  /** The claim with a person's groups or roles. */
  OIDC_ROLES_CLAIM: z.string().default('groups'),
  /** Which value of that claim gives which role: `cloud-admins=super-administrator; risk=auditor`. */
  OIDC_ROLE_MAP: z.string().default(''),
  /** The claim by which the provider vouches for the e-mail address. */
  OIDC_EMAIL_VERIFIED_CLAIM: z.string().default('email_verified'),
  /** `off`: signing out leaves the session at the provider as it is. */
  OIDC_SIGN_OUT: z.enum(['on', 'off']).default('on'),
  /** `off`: no password opens anything; whoever locks themselves out of the provider sets it to `on` again. */
  COUNTERSIGN_LOCAL_SIGN_IN: z.enum(['on', 'off']).default('on'),
  /** `demo` adds demo sign-ins and the demo role; it only ever listens on a loopback address. */
  COUNTERSIGN_MODE: z.enum(['demo', 'local', 'production']).default('production'),
  /** The principal customers' trust policies must name, where GetCallerIdentity can not tell it (CON-17). */
  COUNTERSIGN_AWS_PRINCIPAL_ARN: z.string().optional(),
  /** 32 bytes in hex that encrypt secrets at rest (SEC-4); without it no evidence is signed. */
  COUNTERSIGN_SECRET_KEY_FILE: z.string().optional(),
  AWS_REGION: z.string().optional(),
  /** Process-wide endpoint override: for demo and tests only (OPS-1). */
  AWS_ENDPOINT_URL: z.url({ protocol: /^https?$/ }).optional(),
  COUNTERSIGN_DEMO_ADMIN_ACCESS_KEY_ID: z.string().optional(),
  COUNTERSIGN_DEMO_ADMIN_SECRET_ACCESS_KEY: z.string().optional(),
  /** Multiplies AWS's request rates; for benchmarks against the simulated AWS only. */
  COUNTERSIGN_AWS_RATE_SCALE: z.coerce.number().positive().max(1000).default(1),
  /**
   * Units (an AWS account, an identity store) that one worker changes at the same time: one that waits for AWS must not
   * delay the ends of other units' leases. Claims keep each unit to one worker.
   */
  COUNTERSIGN_UNITS_AT_ONCE: z.coerce.number().int().min(1).max(32).default(4),
  /** Demo and tests only: the worker kills itself where it reaches this point of a change in AWS. */
  COUNTERSIGN_FAILPOINT: z
    .enum(['after-intent', 'after-aws-call', 'while-polling', 'before-read-back', 'after-read-back', 'after-release'])
    .optional(),
  /** End when standard input closes: how the parts of `npm start` follow their parent. */
  COUNTERSIGN_EXIT_WITH_STDIN: z.literal('1').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
});

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** `group=role`, apart by semicolons or lines; the last `=` counts, as names of groups may hold some (LDAP). */
const roleMapOf = (text: string): { value: string; role: string }[] =>
  text
    .split(/[;\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const at = entry.lastIndexOf('=');
      return { value: entry.slice(0, Math.max(at, 0)).trim(), role: entry.slice(at + 1).trim() };
    });

const oidcFaultsOf = (environment: z.infer<typeof Environment>): string[] => {
  const faults: string[] = [];
  const { OIDC_ISSUER: issuer, COUNTERSIGN_LOCAL_SIGN_IN: local } = environment;
  const secrets = [environment.OIDC_CLIENT_SECRET, environment.OIDC_CLIENT_SECRET_FILE].filter((each) => each);
  if (issuer === undefined) {
    if (environment.OIDC_CLIENT_ID !== undefined || secrets.length > 0)
      faults.push('OIDC_ISSUER: the provider itself is missing beside its client');
    if (local === 'off') faults.push('COUNTERSIGN_LOCAL_SIGN_IN: without OIDC_ISSUER nobody could sign in');
    return faults;
  }
  if (environment.OIDC_CLIENT_ID === undefined) faults.push('OIDC_CLIENT_ID: needed beside OIDC_ISSUER');
  if (secrets.length !== 1)
    faults.push('OIDC_CLIENT_SECRET: give either it or OIDC_CLIENT_SECRET_FILE beside OIDC_ISSUER');
  if (issuer.startsWith('http:') && !loopback.has(new URL(issuer).hostname))
    faults.push('OIDC_ISSUER: must be https; plain http is for a provider on a loopback address');
  for (const { value, role } of roleMapOf(environment.OIDC_ROLE_MAP))
    if (value === '' || !(roles as readonly string[]).includes(role))
      faults.push(`OIDC_ROLE_MAP: "${value}=${role}" is not group=role, with a role of ${roles.join(', ')}`);
  return faults;
};

const oidcOf = (data: z.infer<typeof Environment>, publicUrl: string) => {
  if (data.OIDC_ISSUER === undefined || data.OIDC_CLIENT_ID === undefined) return null;
  const own = publicUrl.replace(/\/$/, '');
  return {
    provider: {
      name: data.OIDC_NAME ?? new URL(data.OIDC_ISSUER).hostname,
      issuer: data.OIDC_ISSUER,
      clientId: data.OIDC_CLIENT_ID,
      clientAuthentication: data.OIDC_CLIENT_AUTHENTICATION ?? null,
      scopes: data.OIDC_SCOPES,
      redirectUri: `${own}/sign-in/callback`,
      signedOutUri: data.OIDC_SIGN_OUT === 'on' ? `${own}/signed-out` : null,
    },
    clientSecret: data.OIDC_CLIENT_SECRET ?? null,
    clientSecretFile: data.OIDC_CLIENT_SECRET_FILE ?? null,
    rules: {
      rolesClaim: data.OIDC_ROLES_CLAIM,
      emailVerifiedClaim: data.OIDC_EMAIL_VERIFIED_CLAIM,
      // Each was found among the roles by oidcFaultsOf.
      roleMap: roleMapOf(data.OIDC_ROLE_MAP) as { value: string; role: Role }[],
    },
  };
};

const faultsOf = (environment: z.infer<typeof Environment>): string[] => {
  const faults: string[] = [];
  if (environment.COUNTERSIGN_MODE === 'demo' && !loopback.has(environment.HOST))
    faults.push('HOST: the demo has open sign-ins and listens on a loopback address only');
  if (environment.COUNTERSIGN_MODE === 'production' && environment.AWS_ENDPOINT_URL !== undefined)
    faults.push('AWS_ENDPOINT_URL: an endpoint override is for demo and tests, not for production');
  if (environment.COUNTERSIGN_MODE === 'production' && environment.COUNTERSIGN_AWS_RATE_SCALE !== 1)
    faults.push("COUNTERSIGN_AWS_RATE_SCALE: AWS's real limits can not be scaled");
  if (
    environment.COUNTERSIGN_MODE === 'production' &&
    !loopback.has(environment.HOST) &&
    environment.PUBLIC_URL === undefined
  )
    faults.push('PUBLIC_URL: needed beside a HOST that others reach: it decides whether cookies are for https only');
  if (environment.SMTP_URL !== undefined && environment.SMTP_FROM === undefined)
    faults.push('SMTP_FROM: mail needs a sender when SMTP_URL is set');
  faults.push(...oidcFaultsOf(environment));
  if (environment.COUNTERSIGN_MODE !== 'demo' && environment.COUNTERSIGN_FAILPOINT !== undefined)
    faults.push('COUNTERSIGN_FAILPOINT: it kills the worker, so it is for the demo and for tests only');
  return faults;
};

/** `Name <address>` apart. */
const senderOf = (from: string): { name: string; address: string } => {
  const [, name = '', address = from] = /^(.*)<(.*)>$/.exec(from) ?? [];
  return { name: name.trim(), address };
};

/** Reads and checks the whole environment once; throws one error that lists every fault. */
export const readConfig = (environment: NodeJS.ProcessEnv = process.env) => {
  const parsed = Environment.safeParse(
    Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')),
  );
  const faults = parsed.success
    ? faultsOf(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  if (!parsed.success || faults.length > 0)
    throw new Error(`The configuration is not valid:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  const data = parsed.data;
  const publicUrl = data.PUBLIC_URL ?? `http://${data.HOST}:${data.PORT}`;
  return {
    databaseUrl: data.DATABASE_URL,
    databaseOwnerUrl: data.DATABASE_OWNER_URL ?? null,
    host: data.HOST,
    port: data.PORT,
    publicUrl,
    trustedProxies: data.COUNTERSIGN_TRUSTED_PROXIES?.split(',').map((each) => each.trim()) ?? [],
    oidc: oidcOf(data, publicUrl),
    isLocalSignInAllowed: data.COUNTERSIGN_LOCAL_SIGN_IN === 'on',
    smtp: data.SMTP_URL && data.SMTP_FROM ? { url: data.SMTP_URL, from: senderOf(data.SMTP_FROM) } : null,
    isDemo: data.COUNTERSIGN_MODE === 'demo',
    awsPrincipalArn: data.COUNTERSIGN_AWS_PRINCIPAL_ARN ?? null,
    secretKeyFile: data.COUNTERSIGN_SECRET_KEY_FILE ?? null,
    awsRegion: data.AWS_REGION ?? null,
    awsEndpointUrl: data.AWS_ENDPOINT_URL ?? null,
    demoAdministrator:
      data.COUNTERSIGN_MODE === 'demo' &&
      data.COUNTERSIGN_DEMO_ADMIN_ACCESS_KEY_ID &&
      data.COUNTERSIGN_DEMO_ADMIN_SECRET_ACCESS_KEY
        ? {
            accessKeyId: data.COUNTERSIGN_DEMO_ADMIN_ACCESS_KEY_ID,
            secretAccessKey: data.COUNTERSIGN_DEMO_ADMIN_SECRET_ACCESS_KEY,
          }
        : null,
    failpoint: data.COUNTERSIGN_FAILPOINT ?? null,
    unitsAtOnce: data.COUNTERSIGN_UNITS_AT_ONCE,
    awsRateScale: data.COUNTERSIGN_AWS_RATE_SCALE,
    exitsWithStdin: data.COUNTERSIGN_EXIT_WITH_STDIN === '1',
    logLevel: data.LOG_LEVEL,
  };
};
export type Config = ReturnType<typeof readConfig>;
