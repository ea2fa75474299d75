import { describe, expect, it } from 'vitest';
import { Refusal } from '../../shared/refusal.ts';
import { parseRoleArn } from './role-arn.ts';

describe('a role ARN', () => {
  it.each(['aws', 'aws-us-gov', 'aws-cn', 'aws-eusc'])('of partition %s is accepted', (partition) => {
    expect(parseRoleArn(` arn:${partition}:iam::481203377190:role/Countersign\n`)).toEqual({
      arn: `arn:${partition}:iam::481203377190:role/Countersign`,
      partition,
      awsAccountId: '481203377190',
      path: '/',
      roleName: 'Countersign',
    });
  });

  it('may have a path', () => {
    expect(parseRoleArn('arn:aws:iam::481203377190:role/security/tools/Counter.sign@1')).toMatchObject({
      path: '/security/tools/',
      roleName: 'Counter.sign@1',
    });
  });

  it.each([
    ['', /Enter the ARN/],
    ['Countersign', /looks like/],
    ['arn:aws:iam::48120337719:role/Countersign', /looks like/],
    ['arn:aws:iam::481203377190:role/', /looks like/],
    ['arn:aws:iam::481203377190:role//Countersign', /looks like/],
    [`arn:aws:iam::481203377190:role/${'x'.repeat(65)}`, /looks like/],
    ['arn:aws:iam::481203377190:role/Counter sign', /looks like/],
    ['arn:aws:iam::481203377190:user/ada', /IAM user, not of a role/],
    ['arn:aws:iam::481203377190:instance-profile/web', /instance-profile, not of a role/],
    ['arn:aws:sts::481203377190:assumed-role/Countersign/session', /session of a role/],
    ['arn:aws-iso:iam::481203377190:role/Countersign', /partition aws-iso is not supported/],
  ])('%j is refused with a sentence that helps', (text, sentence) => {
    const refusal = refusalOf(() => parseRoleArn(text));
    expect(refusal).toMatchObject({ kind: 'invalid', code: 'role-arn-invalid', field: 'roleArn' });
    expect(refusal.message).toMatch(sentence);
  });
});

function refusalOf(act: () => unknown): Refusal {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}
