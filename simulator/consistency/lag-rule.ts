/** How far and how often what is read lies behind what was done. */
export interface LagRule {
  /** What happened is seen that much later, by the world's clock. */
  readonly lagMs: number;
  /** Share of calls that see the world as it was, 0 to 1; seeded, so repeatable. All without it. */
  readonly rate?: number;
  /** Whose reads lag: some of LAGGING_SERVICES; all of them without it. */
  readonly services?: readonly string[];
  /** What IAM permits lags too: policies, trust, new roles and new access keys, whichever service is called. */
  readonly policies?: boolean;
}

/** Those whose reads AWS says are eventually consistent. STS keeps no data, and who signed in is known at once. */
export const LAGGING_SERVICES: readonly string[] = ['iam', 'organizations', 'identitystore', 'sso'];

const READ = /^(Get|List|Describe|IsMember)/;
/** How work goes that was begun, and what it made: asked again and again, it never goes backwards. */
const TOLD_IN_ORDER = /Status$|^GetCredentialReport$|^GetServiceLastAccessedDetails$/;

/** Whether an operation may be answered out of the past. */
export function isLagging(rule: LagRule, service: string, operation: string): boolean {
  const services = rule.services ?? LAGGING_SERVICES;
  return services.includes(service) && READ.test(operation) && !TOLD_IN_ORDER.test(operation);
}

/** What is wrong with a rule that somebody wrote; a mistyped one would lag nothing and its test pass for nothing. */
export function lagProblem(body: Readonly<Record<string, unknown>>): string | undefined {
  const { lagMs, rate, services, policies, ...unknown } = body;
  const [stranger] = Object.keys(unknown);
  if (stranger !== undefined) return `consistency has no ${stranger}`;
  if (!isAmong(lagMs, 1, 86_400_000) || !Number.isInteger(lagMs))
    return 'lagMs must be whole milliseconds, up to a day';
  if (rate !== undefined && !isAmong(rate, 0, 1)) return 'rate must be a number from 0 to 1';
  if (policies !== undefined && typeof policies !== 'boolean') return 'policies must be a boolean';
  if (services === undefined) return undefined;
  if (Array.isArray(services) && services.length === 0)
    return policies ? undefined : 'nothing lags without services and policies';
  const areKnown = Array.isArray(services) && services.every((one) => LAGGING_SERVICES.includes(one as string));
  return areKnown ? undefined : `services must be a list of ${LAGGING_SERVICES.join(', ')}`;
}

function isAmong(value: unknown, from: number, to: number): boolean {
  return typeof value === 'number' && value >= from && value <= to;
}
