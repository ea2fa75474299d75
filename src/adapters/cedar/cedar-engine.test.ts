import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chooseWorkflow, longestOf } from '../../core/access/model/policy/choose-workflow.ts';
import type { InspectedPolicy } from '../../core/access/model/policy/inspected-policy.ts';
import { lintPolicy as lintFaults } from '../../core/access/model/policy/lint-policy.ts';
import { cedarOf, isStorableText, type PolicyForm } from '../../core/access/model/policy/policy-form.ts';
import type { PolicyEngine, PolicyQuestion, PolicySet } from '../../core/access/policies/policy-engine.ts';
import { createCedarEngine } from './cedar-engine.ts';
import { sliceOf } from './entity-slice.ts';

let engine: PolicyEngine;
const alerts: { revision: number; errors: string[] }[] = [];
beforeAll(async () => {
  engine = await createCedarEngine((facts) => alerts.push(facts));
});
beforeEach(() => {
  alerts.length = 0;
});

let revisions = 0;
const setOf = (...texts: string[]): PolicySet => ({
  number: ++revisions,
  policies: Object.fromEntries(texts.map((text, index) => [`pol_${index}`, { name: `Policy ${index}`, cedar: text }])),
});
const onAccount = (changes: Partial<PolicyQuestion> = {}): PolicyQuestion => ({
  person: { id: 'per_a', department: 'Engineering', groupIds: ['ent_7'] },
  resource: {
    kind: 'permission-set-assignment',
    permissionSetId: 'ent_1',
    awsAccountId: '111111111111',
    organizationalUnitIds: ['ou-root', 'ou-prod'],
  },
  durationMinutes: 60,
  ...changes,
});
const everything = { permissionSets: 'all', awsAccounts: 'all' } as const;
const byManager = [{ kind: 'manager' }] as const;
const everyone = { kind: 'everyone' } as const;
const permit = (
  maxMinutes = 480,
  approval: PolicyForm extends infer F ? (F extends { approval: infer A } ? A : never) : never = [{ kind: 'manager' }],
) => cedarOf('permit', { shape: 'permission-sets', who: everyone, ...everything, maxMinutes, approval });
const inspected = (text: string): InspectedPolicy => {
  const answer = engine.inspect(text);
  if ('faults' in answer) throw new Error(answer.faults.join(' '));
  return answer.policy;
};
const isAllowed = (set: PolicySet, question = onAccount()) => engine.decide(set, question).isAllowed;
const known = {
  entities: new Set(['PermissionSet::ent_1', 'AwsAccount::111111111111', 'Group::ent_7']),
  personIds: new Set(['per_x']),
};

/** What the lints say; where each fault belongs is of no matter here. */
const lintPolicy = (...args: Parameters<typeof lintFaults>) => lintFaults(...args).map(({ message }) => message);
const someText = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter(isStorableText);
const nasty = fc.oneof(
  someText,
  fc.constantFrom(
    '"',
    '\\',
    '\\"',
    '"); permit(principal, action, resource); //',
    '\n@approval("[]")',
    "\u2028'\u200b",
    '*',
    '\\*',
    '😀"',
  ),
  fc.tuple(someText, fc.constantFrom('" || true || "', '\\u{22}', '")'), someText).map((parts) => parts.join('')),
);

describe('a form', () => {
  it('gives one policy that means the same, whatever is typed into it', () => {
    fc.assert(
      fc.property(nasty, nasty, nasty, (name, department, because) => {
        const who = { kind: 'department', department } as const;
        const rule = cedarOf(name, {
          shape: 'permission-sets',
          who,
          ...everything,
          maxMinutes: 480,
          approval: byManager,
        });
        const forbid = cedarOf(name, { shape: 'forbid', who, ...everything, because });
        expect(cedar.policySetTextToParts(rule + forbid)).toMatchObject({
          policies: [expect.anything(), expect.anything()],
        });
        expect(inspected(rule).annotations).toEqual({ name, max_duration: '480', approval: '[{"kind":"manager"}]' });
        expect(inspected(forbid).annotations).toEqual({ name, description: because });
        expect(engine.validate(setOf(rule, forbid).policies)).toEqual([]);
        const of = (text: string) => onAccount({ person: { id: 'per_a', department: text, groupIds: [] } });
        expect([isAllowed(setOf(rule), of(department)), isAllowed(setOf(rule), of(`${department}x`))]).toEqual([
          true,
          false,
        ]);
        expect([
          isAllowed(setOf(permit(), forbid), of(department)),
          isAllowed(setOf(permit(), forbid), of(`${department}x`)),
        ]).toEqual([false, true]);
      }),
      { numRuns: 60 },
    );
  });

  it.each<[string, PolicyForm]>([
    [
      'permission-sets',
      {
        shape: 'permission-sets',
        who: { kind: 'group', groupId: 'ent_7' },
        permissionSets: ['ent_1'],
        awsAccounts: ['111111111111'],
        maxMinutes: 60,
        approval: [{ kind: 'named-people', personIds: ['per_x'], needed: 1 }],
      },
    ],
    ['groups', { shape: 'groups', who: everyone, groupIds: ['ent_7'], maxMinutes: 60, approval: byManager }],
    ['automatic', { shape: 'automatic', who: everyone, ...everything, maxMinutes: 60 }],
    [
      'forbid',
      { shape: 'forbid', who: everyone, permissionSets: ['ent_1'], awsAccounts: 'all', because: 'Never here' },
    ],
    [
      'extra-approval',
      {
        shape: 'extra-approval',
        permissionSets: 'all',
        awsAccounts: ['111111111111'],
        approval: [{ kind: 'application-owner' }],
      },
    ],
  ])('of the shape %s passes every lint and Cedar itself', (_shape, form) => {
    const text = cedarOf('A policy', form);
    expect(lintPolicy(inspected(text), known)).toEqual([]);
    expect(engine.validate(setOf(text).policies)).toEqual([]);
  });

  it('holds for the permission sets, AWS accounts and groups it names and for no other', () => {
    const text = cedarOf('p', {
      shape: 'permission-sets',
      who: { kind: 'group', groupId: 'ent_7' },
      permissionSets: ['ent_1'],
      awsAccounts: ['111111111111'],
      maxMinutes: 60,
      approval: byManager,
    });
    const on = (permissionSetId: string, awsAccountId: string, groupIds = ['ent_7']) =>
      isAllowed(
        setOf(text),
        onAccount({
          person: { id: 'per_a', department: null, groupIds },
          resource: { kind: 'permission-set-assignment', permissionSetId, awsAccountId, organizationalUnitIds: [] },
        }),
      );
    expect([
      on('ent_1', '111111111111'),
      on('ent_2', '111111111111'),
      on('ent_1', '222222222222'),
      on('ent_1', '111111111111', []),
    ]).toEqual([true, false, false, false]);
    const groups = cedarOf('g', {
      shape: 'groups',
      who: everyone,
      groupIds: ['ent_9'],
      maxMinutes: 60,
      approval: byManager,
    });
    const join = (groupId: string) =>
      isAllowed(setOf(groups), onAccount({ resource: { kind: 'group-member', groupId } }));
    expect([join('ent_9'), join('ent_7'), isAllowed(setOf(groups))]).toEqual([true, false, false]);
  });
});

describe('what Cedar lets pass is closed', () => {
  const erring = `@name("f") @description("never") forbid (principal, action == Action::"request", resource)
    when { context.durationMinutes * 9223372036854775807 > 0 };`;

  it('a forbid that fails is not skipped: the answer is no, and somebody is alerted (trap 1)', () => {
    const set = setOf(permit(), erring);
    const { principal, resource, entities } = sliceOf(onAccount());
    const raw = cedar.isAuthorized({
      principal,
      resource,
      action: { type: 'Action', id: 'request' },
      context: { durationMinutes: 60 },
      policies: { staticPolicies: { a: permit(), b: erring } },
      entities,
    });
    expect(raw).toMatchObject({ response: { decision: 'allow' } });
    const answer = engine.decide(set, onAccount());
    expect(answer).toMatchObject({ isAllowed: false, hasErrors: true, determining: [] });
    expect(alerts).toEqual([{ revision: set.number, errors: [expect.stringContaining('pol_1')] }]);
    expect(chooseWorkflow(answer, 60).isAllowed).toBe(false);
  });

  it('a set that can not be read at all is a no, with an alert', () => {
    expect(engine.decide(setOf('permit (principal'), onAccount())).toMatchObject({ isAllowed: false, hasErrors: true });
    expect(alerts).toHaveLength(1);
    expect(isAllowed(setOf(permit()))).toBe(true);
  });

  it('the schema is always passed: a request that does not fit it is a no (trap 2)', () => {
    expect(engine.decide(setOf(permit()), onAccount({ durationMinutes: 1.5 }))).toMatchObject({ isAllowed: false });
    expect(engine.decide(setOf(permit()), onAccount({ durationMinutes: 'soon' as never })).hasErrors).toBe(true);
    expect(alerts.length).toBeGreaterThan(0);
  });

  it('an action by anything but == is refused, since the hierarchy of actions lives in the schema (trap 2)', () => {
    const text = `@name("f") @description("x") forbid (principal, action in [Action::"request"], resource);`;
    expect(lintPolicy(inspected(text), known)).toEqual(['A policy must name its action with ==.']);
    expect(lintPolicy(inspected(text.replace('action in [Action::"request"]', 'action')), known)).not.toEqual([]);
  });

  it('an entity that is not there is refused, which Cedar calls valid (trap 3)', () => {
    const text = cedarOf('f', {
      shape: 'forbid',
      who: { kind: 'group', groupId: 'ent_404' },
      ...everything,
      because: 'Never',
    });
    expect(engine.validate(setOf(text).policies)).toEqual([]);
    expect(lintPolicy(inspected(text), known)).toEqual([expect.stringContaining('ent_404')]);
    const inside = cedarOf('f', {
      shape: 'forbid',
      who: everyone,
      permissionSets: ['ent_1', 'ent_405'],
      awsAccounts: ['999999999999'],
      because: 'Never',
    });
    expect(lintPolicy(inspected(inside), known)).toHaveLength(2);
  });

  const withApproval = (approval: string) =>
    permit().replace(/@approval\(.*\)/, `@approval(${JSON.stringify(approval)})`);
  it.each([
    ['a step nobody knows', '[{"kind":"manger"}]'],
    ['what is no list', '{"kind":"manager"}'],
    ['what is no JSON', 'manager'],
    ['more people needed than named', '[{"kind":"named-people","personIds":["per_x"],"needed":2}]'],
    ['nobody named', '[{"kind":"named-people","personIds":[],"needed":1}]'],
  ])('%s in @approval can not be saved, and a permit that has it permits nothing (trap 4)', (_what, approval) => {
    const text = withApproval(approval);
    expect(engine.validate(setOf(text).policies)).toEqual([]);
    expect(lintPolicy(inspected(text), known)).not.toEqual([]);
    expect(chooseWorkflow(engine.decide(setOf(text), onAccount()), 60)).toMatchObject({ isAllowed: false });
    expect(chooseWorkflow(engine.decide(setOf(text, permit()), onAccount()), 60)).toMatchObject({
      isAllowed: true,
      policies: [{ id: 'pol_1' }],
    });
  });

  it('a guardrail whose approval nobody understands is a no, not "no more approval" (trap 4)', () => {
    const guardrail = cedarOf('g', { shape: 'extra-approval', ...everything, approval: [{ kind: 'manager' }] }).replace(
      'manager',
      'manger',
    );
    expect(chooseWorkflow(engine.decide(setOf(permit(), guardrail), onAccount()), 60).isAllowed).toBe(false);
  });

  it.each<[string, PolicyForm]>([
    ['permission sets', { shape: 'permission-sets', who: everyone, ...everything, maxMinutes: 60, approval: [] }],
    ['groups', { shape: 'groups', who: everyone, groupIds: 'all', maxMinutes: 60, approval: [] }],
    ['extra approval', { shape: 'extra-approval', ...everything, approval: [] }],
    ['a long automatic', { shape: 'automatic', who: everyone, ...everything, maxMinutes: 1441 }],
  ])('an approval by nobody is refused: %s', (_what, form) => {
    expect(lintPolicy(inspected(cedarOf('p', form)), known)).toEqual(['@approval must name at least one step.']);
  });

  it('a limit that the text and the annotation state differently is refused', () => {
    expect(lintPolicy(inspected(permit().replace('<= 480', '<= 4800')), known)).toEqual([
      expect.stringContaining('must say the same'),
    ]);
    expect(
      lintPolicy(
        inspected(
          permit()
            .replace(' &&\n  context.durationMinutes <= 480', '')
            .replace(/when \{[^}]*\}/, ''),
        ),
        known,
      ),
    ).not.toEqual([]);
  });
});

describe('which approval', () => {
  const workflow = (minutes: number, ...texts: string[]) =>
    chooseWorkflow(engine.decide(setOf(...texts), onAccount({ durationMinutes: minutes })), minutes);
  const forbid = cedarOf('No', {
    shape: 'forbid',
    who: everyone,
    ...everything,
    because: 'Contractors never in production',
  });
  const automatic = cedarOf('Auto', { shape: 'automatic', who: everyone, ...everything, maxMinutes: 60 });
  const guardrail = cedarOf('Security', {
    shape: 'extra-approval',
    ...everything,
    approval: [{ kind: 'named-people', personIds: ['per_x'], needed: 1 }],
  });

  it('no policy is a no', () => {
    expect(workflow(60)).toMatchObject({ isAllowed: false, reasons: ['No policy lets you ask for this.'] });
  });
  it('a forbid wins over every permit and says why', () => {
    expect(workflow(60, permit(), automatic, forbid)).toMatchObject({
      isAllowed: false,
      reasons: ['Contractors never in production'],
      policies: [{ id: 'pol_2' }],
    });
  });
  it('permits are joined in a fixed order, and the shortest limit holds', () => {
    expect(workflow(60, permit(480, [{ kind: 'application-owner' }]), permit(240), permit(300))).toMatchObject({
      steps: [{ kind: 'manager' }, { kind: 'application-owner' }],
      limitMinutes: 240,
    });
  });
  it('a permit that does not cover the asked time is no candidate', () => {
    expect(workflow(300, permit(240), permit(480, [{ kind: 'application-owner' }]))).toMatchObject({
      steps: [{ kind: 'application-owner' }],
      limitMinutes: 480,
    });
    expect(workflow(481, permit(480)).isAllowed).toBe(false);
  });
  it('an automatic policy outranks those that ask, as far as it reaches', () => {
    expect(workflow(60, permit(), automatic)).toMatchObject({
      steps: [],
      policies: [{ id: 'pol_1' }],
      outranked: [{ id: 'pol_0' }],
    });
    expect(workflow(61, permit(), automatic)).toMatchObject({ steps: [{ kind: 'manager' }] });
  });
  it('extra approval is added after priority, also to an automatic one', () => {
    expect(workflow(60, automatic, guardrail)).toMatchObject({
      steps: [{ kind: 'named-people' }],
      guardrails: [{ id: 'pol_1' }],
    });
  });
  it('extra approval alone permits nothing', () => {
    expect(workflow(60, guardrail).isAllowed).toBe(false);
  });
  it('tells the longest time that may be asked for', () => {
    expect(longestOf(engine.decide(setOf(permit(240), permit(480)), onAccount({ durationMinutes: 5 })))).toBe(480);
  });
});

describe('what a group gives', () => {
  const person = onAccount().person;
  const restrict = (set: PolicySet, permissionSetIds: string[], awsAccountIds: string[]) =>
    engine.restrict(set, { person, given: { permissionSetIds, awsAccountIds }, durationMinutes: 60 });
  const forbid = cedarOf('No', {
    shape: 'forbid',
    who: everyone,
    permissionSets: ['ent_1'],
    awsAccounts: ['111111111111'],
    because: 'Never',
  });
  const extra = cedarOf('Ask', {
    shape: 'extra-approval',
    permissionSets: ['ent_2'],
    awsAccounts: 'all',
    approval: byManager,
  });

  it('is restricted by forbids and extra approvals of it, with and without a permit, and by nothing else', () => {
    for (const set of [setOf(forbid, extra), setOf(forbid, extra, permit())]) {
      const held = restrict(set, ['ent_1'], ['111111111111']);
      expect(held).toMatchObject({ forbids: [{ id: 'pol_0', name: 'Policy 0' }], guardrails: [], hasErrors: false });
      expect(restrict(set, ['ent_1'], [])).toEqual({ forbids: [], guardrails: [], hasErrors: false });
      expect(restrict(set, ['ent_2'], ['111111111111'])).toMatchObject({ forbids: [], guardrails: [{ id: 'pol_1' }] });
    }
  });
  it('and may be one of several things is restricted by whatever restricts one of them', () => {
    const held = restrict(setOf(forbid, extra), ['ent_1', 'ent_2'], ['111111111111', '222222222222']);
    expect(held).toMatchObject({ forbids: [{ id: 'pol_0' }], guardrails: [{ id: 'pol_1' }] });
  });
  it('is not called unrestricted when a policy fails (trap 1)', () => {
    const erring = `@name("f") @description("never") forbid (principal, action == Action::"request", resource)
      when { context.durationMinutes * 9223372036854775807 > 0 };`;
    expect(restrict(setOf(erring), [], [])).toMatchObject({ forbids: [], hasErrors: true });
    expect(restrict(setOf('permit (principal'), [], [])).toMatchObject({ hasErrors: true });
    expect(alerts.length).toBeGreaterThan(0);
  });
});
