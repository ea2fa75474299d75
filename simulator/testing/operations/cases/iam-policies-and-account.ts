import { SMALL } from '../../../worlds/small.ts';
import type { Cases, ErrorCase } from '../operation-case.ts';
import { DOCUMENT, type Facts, MANAGEMENT, METADATA, READ_ONLY } from '../prepared-world.ts';
import { duplicateTag, malformed, NOWHERE, noPolicy } from './iam-users.ts';

const bare = `${MANAGEMENT}:policy/bare`;
const full = `${MANAGEMENT}:policy/full`;
const Tags = [{ Key: 'team', Value: 'x' }];
const noSuchEntity = (message: string, rest: Pick<ErrorCase, 'input' | 'as' | 'when'> = {}): ErrorCase => ({
  code: 'NoSuchEntity',
  status: 404,
  message,
  ...rest,
});

const unknown = noPolicy(`Policy ${NOWHERE} was not found.`);
const noArn: ErrorCase = {
  code: 'ValidationError',
  message: 'Invalid ARN:  Could not be parsed!',
  input: { PolicyArn: 'not an arn, though long enough' },
};
const noVersion = noSuchEntity(`Policy ${full} version v9 does not exist or is not attachable.`, {
  input: { VersionId: 'v9' },
});
/** AWS's own policies are nobody's to change. */
const ofAws = (operation: string): ErrorCase => ({
  code: 'AccessDenied',
  status: 403,
  message: `User: ${MANAGEMENT}:user/tester is not authorized to perform: iam:${operation} on resource: policy ${READ_ONLY}`,
  input: { PolicyArn: READ_ONLY },
});

export const iamPolicies: Cases = {
  ListPolicies: { input: {} },
  GetPolicy: { input: { PolicyArn: full }, resources: [full], errors: [unknown, noArn] },
  CreatePolicy: {
    input: { PolicyName: 'made', Path: '/p/', PolicyDocument: DOCUMENT, Tags },
    resources: [`${MANAGEMENT}:policy/p/made`],
    errors: [
      {
        code: 'EntityAlreadyExists',
        status: 409,
        message: 'A policy called bare already exists. Duplicate names are not allowed.',
        input: { PolicyName: 'bare' },
      },
      malformed,
      duplicateTag,
      {
        code: 'LimitExceeded',
        status: 409,
        message: 'Cannot exceed quota for PolicySize: 6144',
        input: { PolicyDocument: DOCUMENT.replace('s3:*', `s3:${'x'.repeat(6144)}`) },
      },
    ],
  },
  DeletePolicy: {
    input: { PolicyArn: bare },
    resources: [bare],
    errors: [
      unknown,
      ofAws('DeletePolicy'),
      {
        code: 'DeleteConflict',
        status: 409,
        message: 'Cannot delete a policy attached to entities.',
        input: { PolicyArn: full },
      },
    ],
  },
  ListEntitiesForPolicy: { input: { PolicyArn: full }, resources: [full], errors: [unknown, noArn] },
  ListPolicyVersions: { input: { PolicyArn: full }, resources: [full], errors: [unknown] },
  GetPolicyVersion: { input: { PolicyArn: full, VersionId: 'v2' }, resources: [full], errors: [unknown, noVersion] },
  CreatePolicyVersion: {
    input: { PolicyArn: full, PolicyDocument: DOCUMENT },
    resources: [full],
    errors: [unknown, malformed, ofAws('CreatePolicyVersion')],
  },
  SetDefaultPolicyVersion: {
    input: { PolicyArn: full, VersionId: 'v2' },
    resources: [full],
    errors: [unknown, noVersion, ofAws('SetDefaultPolicyVersion')],
  },
  DeletePolicyVersion: {
    input: { PolicyArn: full, VersionId: 'v2' },
    resources: [full],
    errors: [
      unknown,
      noVersion,
      ofAws('DeletePolicyVersion'),
      {
        code: 'DeleteConflict',
        status: 409,
        message: 'Cannot delete the default version of a policy.',
        input: { VersionId: 'v1' },
      },
    ],
  },
  TagPolicy: { input: { PolicyArn: bare, Tags }, resources: [bare], errors: [unknown, duplicateTag] },
  UntagPolicy: { input: { PolicyArn: full, TagKeys: ['team'] }, resources: [full], errors: [unknown] },
  ListPolicyTags: { input: { PolicyArn: full }, resources: [full], errors: [unknown] },
};

const noAlias = noSuchEntity('The account alias nothing cannot be found.', { input: { AccountAlias: 'nothing' } });
const noPasswordPolicy = noSuchEntity('The Password Policy with domain name 222222222222 cannot be found.', {
  as: 'member',
});
const account: Cases = {
  ListAccountAliases: { input: {} },
  CreateAccountAlias: {
    input: { AccountAlias: 'made-alias' },
    errors: [
      {
        code: 'EntityAlreadyExists',
        status: 409,
        message: 'The account alias small-management already exists.',
        input: { AccountAlias: 'small-management' },
        as: 'member',
      },
    ],
  },
  DeleteAccountAlias: { input: { AccountAlias: 'small-management' }, errors: [noAlias] },
  GetAccountSummary: { input: {} },
  GetAccountPasswordPolicy: { input: {}, errors: [noPasswordPolicy] },
  UpdateAccountPasswordPolicy: { input: { MinimumPasswordLength: 14 } },
  DeleteAccountPasswordPolicy: { input: {}, errors: [noPasswordPolicy] },
};

/** AWS sends none; the SDK puts that in its place. */
const NO_MESSAGE = 'UnknownError';

/** The report of the management account, as it is at some time after it was asked for. */
const report = (generatedAgoMs: number, readyInMs: number): ErrorCase['when'] => {
  return (world) => {
    const now = world.clock.now();
    const management = world.awsAccounts.get(SMALL.managementAccountId);
    if (management) {
      management.credentialReport = { generatedAt: now - generatedAgoMs, readyAt: now + readyInMs, csv: 'user,arn' };
    }
  };
};

const reports = ({ jobId: JobId }: Facts): Cases => ({
  GetAccountAuthorizationDetails: { input: {} },
  GenerateCredentialReport: { input: {} },
  GetCredentialReport: {
    input: {},
    errors: [
      { code: 'ReportNotPresent', status: 410, message: NO_MESSAGE, as: 'member' },
      { code: 'ReportInProgress', status: 404, message: NO_MESSAGE, when: report(0, 60_000) },
      { code: 'ReportExpired', status: 410, message: NO_MESSAGE, when: report(5 * 3600_000, -4 * 3600_000) },
    ],
  },
  GenerateServiceLastAccessedDetails: {
    input: { Arn: `${MANAGEMENT}:user/full` },
    resources: [`${MANAGEMENT}:user/full`],
    errors: [
      noSuchEntity(`The entity with ARN ${MANAGEMENT}:user/nobody cannot be found.`, {
        input: { Arn: `${MANAGEMENT}:user/nobody` },
      }),
      {
        code: 'InvalidInput',
        message: 'Invalid ARN: not an arn, though long enough',
        input: { Arn: 'not an arn, though long enough' },
      },
    ],
  },
  GetServiceLastAccessedDetails: {
    input: { JobId },
    errors: [
      noSuchEntity('Job with ID 00000000-0000-4000-8000-000000000000 cannot be found.', {
        input: { JobId: '00000000-0000-4000-8000-000000000000' },
      }),
    ],
  },
});

const saml = (name: string) => `${MANAGEMENT}:saml-provider/${name}`;
const oidc = (name: string) => `${MANAGEMENT}:oidc-provider/oidc.example/${name}`;
const noSaml = noSuchEntity(`Manifest not found for arn ${saml('nothing')}`, {
  input: { SAMLProviderArn: saml('nothing') },
});

const unreadable: ErrorCase = {
  code: 'InvalidInput',
  message: 'Could not parse metadata',
  input: { SAMLMetadataDocument: 'x'.repeat(1000) },
};
const protectedProvider = (SAMLProviderArn: string): ErrorCase => ({
  code: 'UnmodifiableEntity',
  message: `Cannot perform the operation on the protected provider '${SAMLProviderArn}'`,
  input: { SAMLProviderArn },
});

/** `reserved` is the ARN of Identity Center's own provider. */
const providers = (reserved: string): Cases => ({
  ListSAMLProviders: { input: {} },
  GetSAMLProvider: { input: { SAMLProviderArn: saml('full') }, resources: [saml('full')], errors: [noSaml] },
  CreateSAMLProvider: {
    input: { Name: 'made', SAMLMetadataDocument: METADATA },
    resources: [saml('made')],
    errors: [
      {
        code: 'EntityAlreadyExists',
        status: 409,
        message: `SAMLProvider ${saml('full')} already exists.`,
        input: { Name: 'full' },
      },
      unreadable,
    ],
  },
  UpdateSAMLProvider: {
    input: { SAMLProviderArn: saml('full'), SAMLMetadataDocument: METADATA },
    resources: [saml('full')],
    errors: [noSaml, protectedProvider(reserved), unreadable],
  },
  DeleteSAMLProvider: {
    input: { SAMLProviderArn: saml('full') },
    resources: [saml('full')],
    errors: [noSaml, protectedProvider(reserved)],
  },
  ListOpenIDConnectProviders: { input: {} },
  GetOpenIDConnectProvider: {
    input: { OpenIDConnectProviderArn: oidc('full') },
    resources: [oidc('full')],
    errors: [
      noSuchEntity(`OpenIDConnect Provider not found for arn ${oidc('nothing')}`, {
        input: { OpenIDConnectProviderArn: oidc('nothing') },
      }),
    ],
  },
  CreateOpenIDConnectProvider: {
    input: { Url: 'https://oidc.example/made', ClientIDList: ['sts.amazonaws.com'] },
    resources: [oidc('made')],
    errors: [
      {
        code: 'EntityAlreadyExists',
        status: 409,
        message: 'Provider with url https://oidc.example/full already exists.',
        input: { Url: 'https://oidc.example/full' },
      },
      {
        code: 'ValidationError',
        message: 'Invalid Open ID Connect Provider URL',
        input: { Url: 'http://oidc.example/made' },
      },
    ],
  },
  DeleteOpenIDConnectProvider: { input: { OpenIDConnectProviderArn: oidc('full') }, resources: [oidc('full')] },
});

export function iamAccount(facts: Facts, reservedProvider: string): Cases {
  return { ...account, ...reports(facts), ...providers(reservedProvider) };
}
