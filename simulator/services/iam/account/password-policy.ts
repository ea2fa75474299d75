import type {
  GetAccountPasswordPolicyResponse,
  PasswordPolicy as ShownPolicy,
  UpdateAccountPasswordPolicyRequest,
} from '@aws-sdk/client-iam';
import type { PasswordPolicy } from '../../../state/iam/iam-reports.ts';
import type { Call } from '../../call.ts';
import { operation } from '../../service.ts';
import { iamChanged } from '../entities.ts';
import { noSuchEntity } from '../refusals.ts';

const KINDS = { uppercase: /[A-Z]/, lowercase: /[a-z]/, numbers: /\d/, symbols: /[^A-Za-z0-9]/ } as const;
/** Where no policy is set: eight characters of three of the four kinds (IAM User Guide, "default password policy"). */
const DEFAULT_LENGTH = 8;
const DEFAULT_KINDS = 3;

export function isStrongEnough(policy: PasswordPolicy | undefined, password: string): boolean {
  const kinds = Object.entries(KINDS).flatMap(([kind, pattern]) => (pattern.test(password) ? kind : []));
  if (!policy) return password.length >= DEFAULT_LENGTH && kinds.length >= DEFAULT_KINDS;
  const needed = [
    ...(policy.needsUppercase ? ['uppercase'] : []),
    ...(policy.needsLowercase ? ['lowercase'] : []),
    ...(policy.needsNumbers ? ['numbers'] : []),
    ...(policy.needsSymbols ? ['symbols'] : []),
  ];
  return password.length >= policy.minimumLength && needed.every((kind) => kinds.includes(kind));
}

function requirePolicy({ account }: Call): PasswordPolicy {
  if (account.passwordPolicy) return account.passwordPolicy;
  throw noSuchEntity(`The Password Policy with domain name ${account.awsAccountId} cannot be found.`);
}

function shown(policy: PasswordPolicy): ShownPolicy {
  return {
    MinimumPasswordLength: policy.minimumLength,
    RequireSymbols: policy.needsSymbols,
    RequireNumbers: policy.needsNumbers,
    RequireUppercaseCharacters: policy.needsUppercase,
    RequireLowercaseCharacters: policy.needsLowercase,
    AllowUsersToChangePassword: policy.usersMayChange,
    ExpirePasswords: policy.maxAgeDays !== undefined,
    MaxPasswordAge: policy.maxAgeDays,
    PasswordReusePrevention: policy.reusePrevention,
    HardExpiry: policy.hasHardExpiry,
  };
}

export const getAccountPasswordPolicy = operation<object, GetAccountPasswordPolicyResponse>({
  name: 'GetAccountPasswordPolicy',
  handle: (call) => ({ PasswordPolicy: shown(requirePolicy(call)) }),
});

/** Replaces the whole policy: what is not given goes back to its default (IAM API reference). */
export const updateAccountPasswordPolicy = operation<UpdateAccountPasswordPolicyRequest, void>({
  name: 'UpdateAccountPasswordPolicy',
  handle(call, input) {
    call.account.passwordPolicy = {
      minimumLength: input.MinimumPasswordLength ?? 6,
      needsSymbols: input.RequireSymbols ?? false,
      needsNumbers: input.RequireNumbers ?? false,
      needsUppercase: input.RequireUppercaseCharacters ?? false,
      needsLowercase: input.RequireLowercaseCharacters ?? false,
      usersMayChange: input.AllowUsersToChangePassword ?? false,
      ...(input.MaxPasswordAge ? { maxAgeDays: input.MaxPasswordAge } : {}),
      ...(input.PasswordReusePrevention ? { reusePrevention: input.PasswordReusePrevention } : {}),
      ...(input.HardExpiry === undefined ? {} : { hasHardExpiry: input.HardExpiry }),
    };
    iamChanged(call);
  },
});

export const deleteAccountPasswordPolicy = operation<object, void>({
  name: 'DeleteAccountPasswordPolicy',
  handle(call) {
    requirePolicy(call);
    call.account.passwordPolicy = undefined;
    iamChanged(call);
  },
});
