import type {
  CreateLoginProfileRequest,
  CreateLoginProfileResponse,
  DeleteLoginProfileRequest,
  GetLoginProfileRequest,
  GetLoginProfileResponse,
  LoginProfile as ShownProfile,
  UpdateLoginProfileRequest,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../../protocols/aws-error.ts';
import type { IamUser, LoginProfile } from '../../../state/iam/iam-entities.ts';
import type { Call } from '../../call.ts';
import { operation } from '../../service.ts';
import { isStrongEnough } from '../account/password-policy.ts';
import { iamChanged, requireUser, userNameOf, userResource } from '../entities.ts';
import { entityAlreadyExists, noSuchEntity } from '../refusals.ts';

function requireProfile({ name, loginProfile }: IamUser): LoginProfile {
  if (!loginProfile) throw noSuchEntity(`Login Profile for User ${name} cannot be found.`);
  return loginProfile;
}

function shown(user: IamUser, profile: LoginProfile): ShownProfile {
  return {
    UserName: user.name,
    CreateDate: new Date(profile.createdAt),
    PasswordResetRequired: profile.isResetRequired,
  };
}

/** The password is judged and forgotten: nobody can sign in to the simulator. */
function checkPassword(call: Call, password: string): void {
  if (isStrongEnough(call.account.passwordPolicy, password)) return;
  throw new AwsError('PasswordPolicyViolation', 'Password does not conform to the account password policy.');
}

export const getLoginProfile = operation<GetLoginProfileRequest, GetLoginProfileResponse>({
  name: 'GetLoginProfile',
  resources: (call, { UserName }) => userResource(call, UserName),
  handle(call, { UserName }) {
    const user = requireUser(call.account, userNameOf(call, UserName));
    return { LoginProfile: shown(user, requireProfile(user)) };
  },
});

export const createLoginProfile = operation<CreateLoginProfileRequest, CreateLoginProfileResponse>({
  name: 'CreateLoginProfile',
  resources: (call, { UserName }) => userResource(call, UserName),
  handle(call, { UserName, Password, PasswordResetRequired = false }) {
    const user = requireUser(call.account, userNameOf(call, UserName));
    if (user.loginProfile) throw entityAlreadyExists(`Login Profile for user ${user.name} already exists.`);
    checkPassword(call, Password ?? '');
    user.loginProfile = { createdAt: call.now, passwordChangedAt: call.now, isResetRequired: PasswordResetRequired };
    iamChanged(call);
    return { LoginProfile: shown(user, user.loginProfile) };
  },
});

export const updateLoginProfile = operation<UpdateLoginProfileRequest, void>({
  name: 'UpdateLoginProfile',
  resources: (call, { UserName }) => userResource(call, UserName),
  handle(call, { UserName, Password, PasswordResetRequired }) {
    const profile = requireProfile(requireUser(call.account, UserName));
    if (Password !== undefined) {
      checkPassword(call, Password);
      profile.passwordChangedAt = call.now;
    }
    if (PasswordResetRequired !== undefined) profile.isResetRequired = PasswordResetRequired;
    iamChanged(call);
  },
});

/** The last use of the password goes with it. */
export const deleteLoginProfile = operation<DeleteLoginProfileRequest, void>({
  name: 'DeleteLoginProfile',
  resources: (call, { UserName }) => userResource(call, UserName),
  handle(call, { UserName }) {
    const user = requireUser(call.account, userNameOf(call, UserName));
    requireProfile(user);
    delete user.loginProfile;
    delete user.passwordLastUsedAt;
    iamChanged(call);
  },
});
