import type { DataFolder } from './data-folder.ts';
import type { StartOptions } from './options.ts';

export interface DatabaseUrls {
  readonly ownerUrl: string;
  readonly appUrl: string;
}

/** Keys that exist only in the simulated AWS; they open nothing anywhere else. */
export const demoAdministrator = {
  accessKeyId: 'AKIADEMOADMINLARKSP1',
  secretAccessKey: 'demo-administrator-secret-not-a-secret',
};
export const demoRegion = 'eu-north-1';

/** The environment of `serve` and `worker`. Without the demo the person's own AWS settings pass through untouched. */
export function partEnvironment(
  options: StartOptions,
  data: DataFolder,
  database: DatabaseUrls,
  awsEndpointUrl: string | undefined,
): NodeJS.ProcessEnv {
  const { DATABASE_OWNER_URL: _owner, ...own } = process.env;
  return {
    ...(options.isDemo ? withoutAws(own) : own),
    DATABASE_URL: database.appUrl,
    PORT: String(options.port),
    HOST: '127.0.0.1',
    COUNTERSIGN_SECRET_KEY_FILE: data.secretKey,
    COUNTERSIGN_MODE: options.isDemo ? 'demo' : 'local',
    COUNTERSIGN_EXIT_WITH_STDIN: '1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...(awsEndpointUrl ? demoAws(awsEndpointUrl) : {}),
  };
}

/** Only migrations run as the owner of the database (SEC-3). */
export function ownerEnvironment(part: NodeJS.ProcessEnv, database: DatabaseUrls): NodeJS.ProcessEnv {
  return { ...part, DATABASE_OWNER_URL: database.ownerUrl };
}

/** A profile, an endpoint or keys of the person's own must not leak into the demo, nor the demo reach their AWS. */
export function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !name.startsWith('AWS_'));
  return { ...Object.fromEntries(kept), AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
}

function demoAws(endpointUrl: string): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_REGION: demoRegion,
    AWS_ACCESS_KEY_ID: 'ASIADEMOCOUNTERSIGN1',
    AWS_SECRET_ACCESS_KEY: 'demo-countersign-secret-not-a-secret-01',
    AWS_SESSION_TOKEN: 'demo-countersign-session-token',
    // GetCallerIdentity of a role session does not tell the role's path; the demo's is known (CON-17).
    COUNTERSIGN_AWS_PRINCIPAL_ARN: 'arn:aws:iam::905418227316:role/countersign-server',
    AWS_EC2_METADATA_DISABLED: 'true',
    COUNTERSIGN_DEMO_ADMIN_ACCESS_KEY_ID: demoAdministrator.accessKeyId,
    COUNTERSIGN_DEMO_ADMIN_SECRET_ACCESS_KEY: demoAdministrator.secretAccessKey,
  };
}
