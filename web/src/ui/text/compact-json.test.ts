import { expect, it } from 'vitest';
import { compactJson } from './compact-json.ts';

const policy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::905418227316:role/countersign-server' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: { StringEquals: { 'sts:ExternalId': 'cs-1' } },
    },
  ],
};

it('a policy keeps its meaning and loses lines', () => {
  const long = JSON.stringify(policy, null, 2);
  const short = compactJson(long);
  expect(JSON.parse(short)).toEqual(policy);
  expect(short.split('\n').length).toBeLessThan(long.split('\n').length);
  expect(short).toContain('"StringEquals": { "sts:ExternalId": "cs-1" }');
});

it('what is not JSON stays as it is', () => {
  expect(compactJson('resource "aws_iam_role"')).toBe('resource "aws_iam_role"');
});
