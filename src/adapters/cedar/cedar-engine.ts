import type { AuthorizationAnswer, DetailedError } from '@cedar-policy/cedar-wasm/nodejs';
import type { EngineAnswer, PolicyLink } from '../../core/access/model/policy/choose-workflow.ts';
import type { InspectedPolicy } from '../../core/access/model/policy/inspected-policy.ts';
import type { Restrictions } from '../../core/access/policies/group-contents.ts';
import type { PolicyEngine, PolicySet } from '../../core/access/policies/policy-engine.ts';
import { sliceOf } from './entity-slice.ts';
import { inspectedOf } from './inspect-policy.ts';
import { cedarSchema } from './schema.ts';

/** Something that must not happen with policies that were linted and validated: a person should look. */
export type PolicyAlert = (facts: { revision: number; errors: string[] }) => void;
type Cedar = typeof import('@cedar-policy/cedar-wasm/nodejs');
type Loaded = ReadonlyMap<string, PolicyLink & InspectedPolicy>;
type Action = 'request' | 'requireApproval';

// One name each: the library can't forget what it parsed, so new names would leak 4 MB each (facts, WASM).
const schemaName = 'countersign';
const policySetId = 'countersign';

/** Loads Cedar (4 MB of WebAssembly, some 100 ms) and parses the schema; `alert` hears of whatever is refused by force. */
export const createCedarEngine = async (alert: PolicyAlert): Promise<PolicyEngine> => {
  const cedar = await import('@cedar-policy/cedar-wasm/nodejs');
  requireParsed(cedar.preparseSchema(schemaName, cedarSchema), 'schema');
  let loaded: { set: PolicySet; policies: Loaded } | null = null;
  /** Parses a set when it is not the one that was asked last; parsing and asking are one synchronous step. */
  const load = (set: PolicySet): Loaded => {
    if (loaded && (loaded.set === set || sameTexts(loaded.set, set))) return loaded.policies;
    loaded = null;
    const texts = textsOf(set.policies);
    requireParsed(cedar.preparsePolicySet(policySetId, { staticPolicies: texts }), 'policies');
    loaded = { set, policies: inspectAll(cedar, set) };
    return loaded.policies;
  };
  const ask = (policies: Loaded, revision: number, action: Action, question: Question): Judged => {
    const { principal, resource, entities } = sliceOf(question);
    const answer = cedar.statefulIsAuthorized({
      principal,
      action: { type: 'Action', id: action },
      resource,
      context: { durationMinutes: question.durationMinutes },
      preparsedSchemaName: schemaName,
      validateRequest: true,
      preparsedPolicySetId: policySetId,
      entities,
    });
    const judged = judge(answer, policies);
    if (judged.errors.length > 0) alert({ revision, errors: judged.errors });
    return judged;
  };
  return {
    inspect: (text) => inspect(cedar, text),
    validate: (policies) => validate(cedar, policies),
    decide: (set, question) =>
      failingClosed(alert, set.number, noAnswer, () => {
        const policies = load(set);
        const request = ask(policies, set.number, 'request', question);
        if (!request.isAllowed) return { ...request, guardrails: [], hasErrors: request.errors.length > 0 };
        const guardrails = ask(policies, set.number, 'requireApproval', question);
        const hasErrors = guardrails.errors.length > 0;
        return { ...request, isAllowed: !hasErrors, guardrails: guardrails.determining, hasErrors };
      }),
    restrict: (set, { given, ...question }) =>
      failingClosed(alert, set.number, noRestrictions, () => {
        const policies = load(set);
        const asked = { ...question, resource: { kind: 'given' as const, ...given } };
        const request = ask(policies, set.number, 'request', asked);
        const guardrails = ask(policies, set.number, 'requireApproval', asked);
        return {
          forbids: request.determining.filter(({ effect }) => effect === 'forbid'),
          guardrails: guardrails.determining,
          hasErrors: request.errors.length + guardrails.errors.length > 0,
        };
      }),
  };
};
type Question = Parameters<typeof sliceOf>[0] & { durationMinutes: number };
const noAnswer: EngineAnswer = { isAllowed: false, determining: [], guardrails: [], hasErrors: true };
const noRestrictions: Restrictions = { forbids: [], guardrails: [], hasErrors: true };

interface Judged {
  isAllowed: boolean;
  determining: (PolicyLink & InspectedPolicy)[];
  errors: string[];
}
/** An erroring forbid is skipped by Cedar, so that the rest says "allow": any error is a no (trap 1). */
const judge = (answer: AuthorizationAnswer, policies: Loaded): Judged => {
  if (answer.type === 'failure') return { isAllowed: false, determining: [], errors: answer.errors.map(wordsOf) };
  const { decision, diagnostics } = answer.response;
  const errors = diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${wordsOf(error)}`);
  return {
    isAllowed: decision === 'allow' && errors.length === 0,
    determining: errors.length > 0 ? [] : diagnostics.reason.flatMap((id) => policies.get(id) ?? []),
    errors,
  };
};

/** Whatever goes wrong inside is a no and an alert, never an exception that somebody takes for a passing fault. */
const failingClosed = <A>(alert: PolicyAlert, revision: number, otherwise: A, ask: () => A): A => {
  try {
    return ask();
  } catch (error) {
    alert({ revision, errors: [(error as Error).message] });
    return otherwise;
  }
};

const inspect = (cedar: Cedar, text: string): ReturnType<PolicyEngine['inspect']> => {
  const answer = cedar.policyToJson(text);
  return answer.type === 'failure' ? { faults: answer.errors.map(wordsOf) } : { policy: inspectedOf(answer.json) };
};

const inspectAll = (cedar: Cedar, { policies }: PolicySet): Loaded =>
  new Map(
    Object.entries(policies).map(([id, { name, cedar: text }]) => {
      const inspected = inspect(cedar, text);
      if ('faults' in inspected) throw new Error(`${id}: ${inspected.faults.join(' ')}`);
      return [id, { id, name, ...inspected.policy }];
    }),
  );

const validate = (cedar: Cedar, policies: PolicySet['policies']): ReturnType<PolicyEngine['validate']> => {
  const answer = cedar.validate({
    schema: cedarSchema,
    policies: { staticPolicies: textsOf(policies) },
    validationSettings: { mode: 'strict' },
  });
  if (answer.type === 'failure') return answer.errors.map((error) => ({ policyId: '', message: wordsOf(error) }));
  // Other warnings are about look-alike letters, which a department's name may well have.
  const impossible = answer.validationWarnings.filter(({ error }) => error.message.includes('impossible'));
  return [...answer.validationErrors, ...impossible].map(({ policyId, error }) => ({
    policyId,
    message: wordsOf(error),
  }));
};

const textsOf = (policies: PolicySet['policies']): Record<string, string> =>
  Object.fromEntries(Object.entries(policies).map(([id, { cedar }]) => [id, cedar]));
const sameTexts = (a: PolicySet, b: PolicySet): boolean => JSON.stringify(a.policies) === JSON.stringify(b.policies);
const wordsOf = ({ message, help }: DetailedError): string => (help ? `${message} (${help})` : message);

const requireParsed = (answer: { type: string; errors?: DetailedError[] }, what: string): void => {
  if (answer.type === 'failure')
    throw new Error(`Cedar can't read the ${what}: ${answer.errors?.map(wordsOf).join(' ')}`);
};
