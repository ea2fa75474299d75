import { expect, test } from 'vitest';
import { createAttachmentsByArn } from './attachments-by-arn.ts';

const startedAtMs = Date.parse('2026-11-24T12:00:00Z');
const awsAccount = { kind: 'aws-account', nativeId: '111111111111' } as const;
const arn = 'arn:aws:iam::111111111111:policy/Deploy';
const user = { kind: 'iam-user', nativeId: 'AIDA1' } as const;
const policyMadeAt = (createdAt: string) =>
  ({ kind: 'iam-policy', nativeId: 'ANPA1', name: 'Deploy', arn, attrs: { createdAt } }) as const;
const resolve = (createdAt: string, policyPage: number) => {
  const attachments = createAttachmentsByArn(startedAtMs);
  attachments.attached(arn, user, 1);
  attachments.policy(policyMadeAt(createdAt), policyPage);
  return attachments.resolve(awsAccount);
};
const grant = {
  kind: 'attached-policy',
  target: { kind: 'iam-policy', nativeId: 'ANPA1' },
  awsAccount,
  principal: user,
};

test('an ARN leads to the policy that came in the same answer, however new', () => {
  expect(resolve('2026-11-24T11:59:59Z', 1)).toEqual({ grants: [grant], uncertain: [] });
});

test('over two answers it leads to a policy that was there before the reading', () => {
  expect(resolve('2026-11-24T11:00:00Z', 2)).toEqual({ grants: [grant], uncertain: [] });
});

test('a policy made while IAM was read may not be the one that was attached', () => {
  expect(resolve('2026-11-24T12:00:01Z', 2)).toEqual({ grants: [], uncertain: [arn] });
});

test('an ARN whose policy was not listed is told, not left out', () => {
  const attachments = createAttachmentsByArn(startedAtMs);
  attachments.attached(arn, user, 1);
  expect(attachments.resolve(awsAccount)).toEqual({ grants: [], uncertain: [arn] });
});
