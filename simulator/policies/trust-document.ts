import { AwsError } from '../protocols/aws-error.ts';
import type { IamRole } from '../state/iam/iam-entities.ts';
import type { World } from '../state/world.ts';
import { MalformedPolicy, parsePolicy } from './policy-document.ts';

const MAX_CHARACTERS = 2048;

/**
 * Checks a trust policy as AWS does on saving: valid JSON, statements with principals, and every named user and role
 * exists. Returns the unique ids the ARNs stand for: AWS keeps those, so a principal made anew is not trusted.
 */
export function checkTrustPolicy(world: World, document: string): Record<string, string> {
  if (document.length > MAX_CHARACTERS) {
    throw new AwsError('LimitExceeded', `Cannot exceed quota for ACLSizePerRole: ${MAX_CHARACTERS}`, 409);
  }
  const trustedIds: Record<string, string> = {};
  for (const statement of parseOrRefuse(document)) {
    const principals = statement.principals ?? statement.notPrincipals;
    if (!principals) throw new AwsError('MalformedPolicyDocument', 'Missing required field Principal');
    if (statement.resources || statement.notResources) {
      throw new AwsError('MalformedPolicyDocument', 'Has prohibited field Resource');
    }
    if (principals === '*') continue;
    for (const principal of principals.AWS ?? []) {
      const id = principalId(world, principal);
      if (id === 'missing') {
        throw new AwsError('MalformedPolicyDocument', `Invalid principal in policy: "AWS":"${principal}"`);
      }
      if (id) trustedIds[principal] = id;
    }
  }
  return trustedIds;
}

export function parseOrRefuse(document: string): ReturnType<typeof parsePolicy> {
  try {
    return parsePolicy(document);
  } catch (error) {
    if (error instanceof MalformedPolicy) throw new AwsError('MalformedPolicyDocument', error.message);
    throw error;
  }
}

/** The trust policy as AWS shows it: instead of a principal that is gone, the unique id it had. */
export function shownTrustPolicy(world: World, role: IamRole): string {
  let document = role.trustPolicy;
  for (const [arn, id] of Object.entries(role.trustedIds)) {
    if (principalId(world, arn) !== id) document = document.replaceAll(JSON.stringify(arn), JSON.stringify(id));
  }
  return document;
}

/** Undefined for what has no id to pin: AWS accounts, sessions, AWS accounts outside this world. */
function principalId(world: World, principal: string): string | 'missing' | undefined {
  if (principal === '*' || /^\d{12}$/.test(principal) || /^A(IDA|ROA)[A-Z0-9]+$/.test(principal)) return undefined;
  const match = /^arn:aws[a-z-]*:(iam|sts)::(\d{12}):(root$|user\/|role\/|assumed-role\/|federated-user\/)(.*)$/.exec(
    principal,
  );
  if (!match) return 'missing';
  const [, service, awsAccountId = '', kind, rest = ''] = match;
  const account = world.awsAccounts.get(awsAccountId);
  if (kind === 'root' || service === 'sts' || !account) return undefined;
  const name = rest.split('/').at(-1) ?? '';
  const entity = kind === 'user/' ? account.user(name) : account.role(name);
  const isSame = entity && account.arn(kind === 'user/' ? 'user' : 'role', entity) === principal;
  return isSame ? entity.id : 'missing';
}
