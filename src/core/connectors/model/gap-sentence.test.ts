import { expect, test } from 'vitest';
import { scopeKinds } from '../../inventory/model/scope.ts';
import { gapSentence } from './gap-sentence.ts';

test.each(scopeKinds)('a gap in %s is said in words, with the names it is about', (kind) => {
  const sentence = gapSentence(kind, 'Platform', 'AdministratorAccess');
  expect(sentence).toContain('Platform');
  expect(sentence).not.toContain(kind);
});

test('both names of a pair are told apart', () => {
  expect(gapSentence('assignments-of-pair', 'prod-payments', 'AdministratorAccess')).toBe(
    'assignments of permission set AdministratorAccess on AWS account prod-payments',
  );
});

test('a kind of scope that is new is still named, never left out', () => {
  expect(gapSentence('tags-of-aws-account', 'prod', null)).toBe('tags-of-aws-account of prod');
});
