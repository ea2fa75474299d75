import { describe, expect, it } from 'vitest';
import { questionIn } from './question.ts';

describe('the palette’s questions', () => {
  it.each([
    ['who can reach prod-payments', 'prod-payments'],
    ['Who can reach prod-payments?', 'prod-payments'],
    ['who may assume AuditReader', 'AuditReader'],
    ['what can Priya Raman reach?', 'Priya Raman'],
    ['who has AdministratorAccess', 'AdministratorAccess'],
  ])('“%s” is about %s', (text, subject) => {
    expect(questionIn(text).subject).toBe(subject);
    expect(questionIn(text).verb).not.toBeNull();
  });

  it('anything else is searched for as it stands', () => {
    expect(questionIn('  whoever ')).toEqual({ subject: 'whoever', verb: null });
  });
});
