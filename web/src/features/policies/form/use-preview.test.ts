import { expect, it } from 'vitest';
import { emptyDraft } from './policy-draft.ts';
import { errorsOf, isPreviewable } from './use-preview.ts';

const chosen = { ...emptyDraft, areAllSets: true, areAllAccounts: true };

it('the text is asked for as soon as the form says what it is about, also before it has a name', () => {
  expect(isPreviewable(emptyDraft)).toBe(false);
  expect(isPreviewable(chosen)).toBe(true);
  expect(isPreviewable({ ...chosen, whoKind: 'group' })).toBe(false);
});

it('that nobody is to approve is found by the server; a step that names nobody is not sent', () => {
  expect(isPreviewable({ ...chosen, approval: [] })).toBe(true);
  expect(isPreviewable({ ...chosen, approval: [{ kind: 'named-people', personIds: [], needed: 1 }] })).toBe(false);
});

it('findings come to their fields, several of one together; those of the whole come to none', () => {
  const findings = [
    { field: 'who' as const, message: 'Gone.' },
    { field: 'permissionSets' as const, message: 'One.' },
    { field: 'permissionSets' as const, message: 'Two.' },
    { field: null, message: 'All of it.' },
  ];
  expect(errorsOf(findings, { whoKind: 'group' })).toEqual({ group: 'Gone.', permissionSets: 'One. Two.' });
  expect(errorsOf(findings.slice(0, 1), { whoKind: 'department' })).toEqual({ department: 'Gone.' });
});
