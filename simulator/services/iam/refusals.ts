import { AwsError } from '../../protocols/aws-error.ts';

export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, 404);
}

export function alreadyExists(kind: string, name: string): AwsError {
  return entityAlreadyExists(`${kind} with name ${name} already exists.`);
}

export function entityAlreadyExists(message: string): AwsError {
  return new AwsError('EntityAlreadyExists', message, 409);
}

export function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInput', message);
}

/** What has to go before an entity can be deleted, in AWS's words. */
const FIRST = {
  accessKeys: 'must delete access keys first.',
  loginProfile: 'must delete login profile first.',
  mfaDevice: 'must delete MFA device first.',
  inlinePolicies: 'must delete policies first.',
  attachedPolicies: 'must detach all policies first.',
  references: 'must remove referenced objects first.',
} as const;

export function deleteConflict(first: keyof typeof FIRST): AwsError {
  return new AwsError('DeleteConflict', `Cannot delete entity, ${FIRST[first]}`, 409);
}
