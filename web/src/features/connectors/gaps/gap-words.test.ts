import { expect, it } from 'vitest';
import { actionToAdd, groupedGaps, nameOfGap, type ToldGap, titleOfGaps } from './gap-words.ts';

const member = (name: string, part: Partial<ToldGap> = {}): ToldGap => ({
  what: `IAM of AWS account ${name}`,
  scopeKind: 'iam-of-aws-account',
  reason: 'denied',
  action: 'sts:AssumeRole',
  message: `User: x is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${name}:role/r`,
  mend: 'Create the role there.',
  ...part,
});
const suspended = (name: string, state = 'suspended') =>
  member(name, {
    reason: 'not-attempted',
    action: null,
    message: `The AWS account is ${state}: AWS lets nobody in.`,
    mend: 'Nothing to do.',
  });
const titles = (gaps: ToldGap[]) => groupedGaps(gaps).map(([, group]) => titleOfGaps(group));

it('hundreds of AWS accounts that refuse are one thing to mend, though AWS names another role in each', () => {
  const gaps = Array.from({ length: 480 }, (_, n) => member(`a${n}`));
  expect(titles(gaps)).toEqual([{ title: 'IAM of 480 AWS accounts', reason: 'AWS denied sts:AssumeRole' }]);
});

it('AWS accounts that nobody gets into stand apart from those that refuse, after them, and each state for itself', () => {
  const gaps = [suspended('a'), member('b'), suspended('c'), suspended('d', 'pending closure')];
  expect(titles(gaps)).toEqual([
    { title: 'IAM of 1 AWS account', reason: 'AWS denied sts:AssumeRole' },
    { title: 'IAM of 2 AWS accounts', reason: 'not tried' },
    { title: 'IAM of 1 AWS account', reason: 'not tried' },
  ]);
});

it('a group that may go on with the next page does not claim to be whole', () => {
  const [[, group] = []] = groupedGaps([member('a'), member('b')]);
  if (group) expect(titleOfGaps(group, true).title).toBe('IAM of at least 2 AWS accounts');
  expect.assertions(1);
});

it('an AWS account is called by its name, and no action is offered that would not let anybody in', () => {
  expect(nameOfGap(member('prod-payments'))).toBe('prod-payments');
  expect(actionToAdd(member('prod-payments'))).toBeNull();
  expect(actionToAdd({ ...member('a'), scopeKind: 'iam-users', action: 'iam:ListUsers' })).toBe('iam:ListUsers');
});
