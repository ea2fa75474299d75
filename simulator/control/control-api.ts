import { type LagRule, lagProblem } from '../consistency/lag-rule.ts';
import { faultProblem } from '../faults/fault-problem.ts';
import type { FaultRule } from '../faults/fault-rules.ts';
import { settle } from '../services/settle.ts';
import type { Simulation } from '../simulation.ts';
import type { World } from '../state/world.ts';
import { createScimToken, deleteScim, listScim } from './scim-control.ts';

export const CONTROL_PREFIX = '/_simulator';

export interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

type Handler = (simulation: Simulation, body: Record<string, unknown>, rest: string) => ControlAnswer;

const done = (body: unknown = {}): ControlAnswer => ({ status: 200, body });

const HANDLERS: Readonly<Record<string, Handler>> = {
  'GET ': ({ world }) => done({ world: world.name, now: new Date(world.clock.now()).toISOString() }),
  'GET state': ({ world }) => {
    // Assignments that are due have happened, whether anybody asked AWS since or not.
    settle(world);
    return done(world.toData());
  },
  'GET counters': ({ counters }, _, rest) => done(rest === 'aws-accounts' ? counters.byAwsAccount() : counters),
  'DELETE counters': ({ counters }) => {
    counters.clear();
    return done();
  },
  'GET faults': ({ faults }) => done({ faults: faults.list() }),
  'POST faults': ({ faults }, body) => {
    const problem = faultProblem(body);
    return problem ? { status: 400, body: { problem } } : { status: 201, body: faults.add(body as FaultRule) };
  },
  'DELETE faults': ({ faults }, _, id) => {
    if (id && !faults.list().some((rule) => rule.id === id)) return { status: 404, body: { problem: `no rule ${id}` } };
    faults.clear(id || undefined);
    return done();
  },
  'POST reset': (simulation) => {
    simulation.reset();
    return done();
  },
  'GET clock': ({ world }) => done({ now: new Date(world.clock.now()).toISOString(), offsetMs: world.clock.offsetMs }),
  'POST clock': ({ world }, body) => {
    if (typeof body.advanceMs !== 'number' || !(body.advanceMs >= 0)) {
      return { status: 400, body: { problem: 'advanceMs: milliseconds to move the clock on by' } };
    }
    world.clock.advance(body.advanceMs);
    world.changed();
    return done({ now: new Date(world.clock.now()).toISOString(), offsetMs: world.clock.offsetMs });
  },
  'POST sign-in': ({ world }, body) => signIn(world, body),
  'DELETE sign-in': ({ world }) => {
    for (const { signIns } of world.identityCenters) signIns.automaticUserId = undefined;
    world.changed();
    return done();
  },
  'GET consistency': ({ lag }) => done({ isOn: lag !== undefined, ...lag?.toJSON() }),
  'POST consistency': (simulation, body) => {
    const problem = lagProblem(body);
    if (problem) return { status: 400, body: { problem } };
    simulation.lagReads(body as unknown as LagRule);
    return done({ isOn: true, ...simulation.lag?.toJSON() });
  },
  'DELETE consistency': (simulation) => {
    simulation.lagReads(undefined);
    return done({ isOn: false });
  },
  'GET events': ({ settings }) => done({ delayMs: settings.eventDelayMs ?? null }),
  'POST events': (simulation, { delayMs }) => {
    if (delayMs !== null && !(typeof delayMs === 'number' && delayMs >= 0)) {
      return { status: 400, body: { problem: 'delayMs: how long events are under way, or null for 2 to 10 seconds' } };
    }
    simulation.settings = { ...simulation.settings, eventDelayMs: delayMs ?? undefined };
    return done({ delayMs });
  },
  'GET scim': ({ world }) => listScim(world),
  'POST scim': ({ world }, body) => createScimToken(world, body),
  'DELETE scim': ({ world }, _, tokenId) => deleteScim(world, tokenId),
  'GET throttling': ({ buckets: { isOn, scale } }) => done({ isOn, scale }),
  'POST throttling': ({ buckets }, body) => {
    const { isOn = true, scale = 1 } = body;
    if (typeof isOn !== 'boolean' || typeof scale !== 'number' || scale <= 0) {
      return { status: 400, body: { problem: 'isOn is true or false, scale a number above 0' } };
    }
    Object.assign(buckets, { isOn, scale });
    buckets.clear();
    return done({ isOn, scale });
  },
};

/** Answers a request below /_simulator: what tests and demos do to the world from outside AWS. */
export function control(simulation: Simulation, method: string, path: string, bodyText: string): ControlAnswer {
  const [name = '', rest = ''] = path.slice(CONTROL_PREFIX.length + 1).split('/');
  const handler = HANDLERS[`${method} ${name}`];
  if (!handler) return { status: 404, body: { problem: `no ${method} ${path}`, known: Object.keys(HANDLERS) } };
  let body: unknown;
  try {
    body = bodyText === '' ? {} : JSON.parse(bodyText);
  } catch {
    return { status: 400, body: { problem: 'the body is not JSON' } };
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { status: 400, body: { problem: 'the body is not an object' } };
  }
  return handler(simulation, body as Record<string, unknown>, rest);
}

/** Approves the device with a code as a user; without a code all devices that wait, and those to come. */
function signIn(world: World, { userName, userCode }: Record<string, unknown>): ControlAnswer {
  const name = String(userName).toLowerCase();
  const center = world.identityCenters.find(({ usersByName }) => usersByName.has(name));
  const user = center?.usersByName.get(name);
  if (!center || user?.status !== 'ENABLED') {
    return { status: 400, body: { problem: 'userName: of an enabled user of Identity Center' } };
  }
  if (userCode !== undefined && typeof userCode !== 'string') {
    return { status: 400, body: { problem: 'userCode: of a device that waits' } };
  }
  const approved = center.signIns.approve(user.id, userCode);
  if (userCode === undefined) center.signIns.automaticUserId = user.id;
  world.changed();
  if (userCode !== undefined && approved === 0)
    return { status: 404, body: { problem: `no device waits with code ${userCode}` } };
  return done({ approved });
}
