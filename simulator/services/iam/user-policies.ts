import type {
  AttachUserPolicyRequest,
  DeleteUserPolicyRequest,
  DetachUserPolicyRequest,
  PutUserPolicyRequest,
} from '@aws-sdk/client-iam';
import { operation } from '../service.ts';
import { attach, deleteInline, detach, putInline } from './attached-policies.ts';
import { entityResource, requireUser } from './entities.ts';

export const putUserPolicy = operation<PutUserPolicyRequest, void>({
  name: 'PutUserPolicy',
  resources: (call, { UserName }) => entityResource(call, 'user', UserName),
  handle(call, { UserName, PolicyName, PolicyDocument }) {
    putInline(call, requireUser(call.account, UserName), PolicyName, PolicyDocument);
  },
});

export const deleteUserPolicy = operation<DeleteUserPolicyRequest, void>({
  name: 'DeleteUserPolicy',
  resources: (call, { UserName }) => entityResource(call, 'user', UserName),
  handle(call, { UserName, PolicyName }) {
    deleteInline(call, 'user', requireUser(call.account, UserName), PolicyName);
  },
});

export const attachUserPolicy = operation<AttachUserPolicyRequest, void>({
  name: 'AttachUserPolicy',
  resources: (call, { UserName }) => entityResource(call, 'user', UserName),
  handle: (call, { UserName, PolicyArn }) => attach(call, requireUser(call.account, UserName), PolicyArn),
});

export const detachUserPolicy = operation<DetachUserPolicyRequest, void>({
  name: 'DetachUserPolicy',
  resources: (call, { UserName }) => entityResource(call, 'user', UserName),
  handle: (call, { UserName, PolicyArn }) => detach(call, requireUser(call.account, UserName), PolicyArn),
});
