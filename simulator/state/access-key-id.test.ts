import { expect, it } from 'vitest';
import { accessKeyId, awsAccountIdOf } from './access-key-id.ts';

it('reads the AWS account out of a real access key id', () => {
  // The example of "A short note on AWS key ID", Tal Be'ery, 2023.
  expect(awsAccountIdOf('ASIAQNZGKIQY56JQ7WML')).toBe('029608264753');
});

it('gives ids that carry their AWS account and look like AWS’s', () => {
  for (const awsAccountId of ['000000000001', '029608264753', '481203377190', '999999999999']) {
    for (const random of ['0000000000', 'ffffffffff', '123456789a']) {
      const id = accessKeyId('AKIA', awsAccountId, random);
      expect(id).toMatch(/^AKIA[A-Z2-7]{16}$/);
      expect(awsAccountIdOf(id)).toBe(awsAccountId);
    }
  }
});

it('finds nothing in what is no access key id', () => {
  for (const text of ['', 'AIDAQNZGKIQY56JQ7WML', 'AKIADEMOADMINLARKSP1', 'AKIA']) {
    expect(awsAccountIdOf(text)).toBeUndefined();
  }
});
