import { AwsError } from '../protocols/aws-error.ts';

/** A fault to inject, as the control API takes it. */
export interface FaultRule {
  /** `iam:ListUsers`, or `ListUsers` of any service. Without it and `service`: every call. */
  readonly operation?: string;
  /** Its id: sts, iam, organizations, identitystore, sso … */
  readonly service?: string;
  /** Only calls of this AWS account's principals. */
  readonly awsAccountId?: string;
  readonly error?: { readonly code: string; readonly message?: string; readonly status?: number };
  readonly latencyMs?: number;
  /** Cut the connection instead of answering. */
  readonly reset?: boolean;
  /** Do what was asked, then cut the connection: the caller can not know. */
  readonly lostAnswer?: boolean;
  /** Do what was asked, answer half of the body, then cut the connection. */
  readonly truncated?: boolean;
  /** The assignment that the call starts ends FAILED with this reason. */
  readonly failureReason?: string;
  /** A list operation answers with no rows and a token that goes on. */
  readonly emptyPage?: boolean;
  /** A list operation answers with at most so many rows. */
  readonly pageSize?: number;
  /** Share of matching calls that are hit, 0 to 1; seeded, so repeatable. */
  readonly rate?: number;
  /** Only the n-th matching call, counted from 1. */
  readonly nth?: number;
  /** How often the rule acts before it is spent. */
  readonly times?: number;
}

export interface ActiveFault extends FaultRule {
  readonly id: string;
  seen: number;
  acted: number;
}

/** What befalls one call. */
export interface Fault {
  readonly latencyMs: number;
  readonly reset: boolean;
  readonly lostAnswer: boolean;
  readonly truncated: boolean;
  readonly failureReason: string | undefined;
  readonly error: AwsError | undefined;
  readonly emptyPage: boolean;
  readonly pageSize: number | undefined;
}

/** The fault rules in force. Several may hit one call: latencies add up, the first error wins. */
export class FaultRules {
  #rules: ActiveFault[] = [];
  #added = 0;
  #random = 1;

  add(rule: FaultRule): ActiveFault {
    this.#added += 1;
    const active: ActiveFault = { ...rule, id: `fault-${this.#added}`, seen: 0, acted: 0 };
    this.#rules.push(active);
    return active;
  }

  list(): readonly ActiveFault[] {
    return this.#rules;
  }

  /** Removes one rule, or all. */
  clear(id?: string): void {
    this.#rules = id ? this.#rules.filter((rule) => rule.id !== id) : [];
    if (!id) this.#random = 1;
  }

  /** What happens to this call, counting it against every rule that matches. */
  strike(service: string, operation: string, awsAccountId: string): Fault | undefined {
    if (this.#rules.length === 0) return undefined;
    const acting = this.#rules.filter((rule) => matches(rule, service, operation, awsAccountId) && this.#acts(rule));
    if (acting.length === 0) return undefined;
    const failing = acting.find((rule) => rule.error)?.error;
    return {
      latencyMs: acting.reduce((sum, rule) => sum + (rule.latencyMs ?? 0), 0),
      reset: acting.some((rule) => rule.reset),
      lostAnswer: acting.some((rule) => rule.lostAnswer),
      truncated: acting.some((rule) => rule.truncated),
      failureReason: acting.find((rule) => rule.failureReason !== undefined)?.failureReason,
      error: failing && new AwsError(failing.code, failing.message ?? 'Injected fault', failing.status ?? 400),
      emptyPage: acting.some((rule) => rule.emptyPage),
      pageSize: acting.find((rule) => rule.pageSize !== undefined)?.pageSize,
    };
  }

  #acts(rule: ActiveFault): boolean {
    rule.seen += 1;
    if (rule.nth !== undefined && rule.seen !== rule.nth) return false;
    if (rule.times !== undefined && rule.acted >= rule.times) return false;
    if (rule.rate !== undefined && this.#draw() >= rule.rate) return false;
    rule.acted += 1;
    return true;
  }

  /** Lehmer's generator: the same rules and calls give the same faults. */
  #draw(): number {
    this.#random = (this.#random * 48271) % 2147483647;
    return this.#random / 2147483647;
  }
}

function matches(rule: FaultRule, service: string, operation: string, awsAccountId: string): boolean {
  if (rule.service !== undefined && rule.service !== service) return false;
  if (rule.awsAccountId !== undefined && rule.awsAccountId !== awsAccountId) return false;
  return rule.operation === undefined || rule.operation === operation || rule.operation === `${service}:${operation}`;
}
