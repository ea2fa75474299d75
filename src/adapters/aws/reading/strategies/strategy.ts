import { chooseStrategy, type Grounds, strategyWords } from '../../../../core/inventory/model/plan/choose-strategy.ts';
import type { PlanPart, Strategy } from '../../../../core/inventory/model/plan/decision.ts';
import { createProjection, type Projection } from '../../../../core/inventory/model/plan/projection.ts';
import { CallRefused } from '../../session/call-aws.ts';
import { eachConcurrently } from '../each-concurrently.ts';
import type { Reading } from '../reading.ts';

/** One way of reading a part of Identity Center. It remembers what it has read whole, and can be taken up again. */
export interface Way {
  strategy: Strategy;
  operation: string;
  /** Beyond the minimum policy: when AWS refuses it, the part is read in another way. */
  isOptional: boolean;
  obstacle: string | null;
  /** Calls that the units which are still to be read will take. */
  estimatedCalls(): number;
  /** Before anything else of it, when it is taken up. */
  prepare?: () => Promise<void>;
  /** The units that are still to be read, in an order that has nothing to do with their size. */
  units(): string[];
  /**
   * Before each page: `page()`. A unit whose reading ends without an error is done; returns the calls it took in this run,
   * also where a worker that was killed made them.
   */
  read(unit: string, page: () => void): Promise<number>;
  /** Said once in a hundred units, and at the end; none: the units tell of themselves. */
  progress?: (read: number, of: number) => string;
}

/** Thrown out of a way that cannot go on, or had better not; what it has read whole stays read. */
export class WayEnded extends Error {
  readonly refusal: CallRefused | null;
  constructor(message: string, refusal: CallRefused | null = null) {
    super(message);
    this.name = 'WayEnded';
    this.refusal = refusal;
  }
}

/**
 * Is it the operation as such that the role may not use, with these rights or from where it is? The owner of the instance alone may
 * list by principal, and AWS has said so to others as a ValidationException too.
 */
const isRefusedAsSuch = ({ error }: CallRefused) => error.kind === 'denied' || error.code === 'ValidationException';

/** A call of a way beyond the minimum policy. */
export async function askOptionally<Output>(asked: Promise<Output>): Promise<Output> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof CallRefused && isRefusedAsSuch(error)) throw new WayEnded(error.message, error);
    throw error;
  }
}

/** A decision, and the calls that the run's plan has for it. */
interface Chosen {
  way: Way;
  plannedCalls: number;
  reason: string;
}

/**
 * Decides how a part is read, which plans its calls, and returns what carries that out. When the action is refused, or
 * what was read so far shows that another way takes fewer calls, the part goes on in the next way within the same run
 * (SYN-2). Returns the way that came to the end.
 */
export async function decideWay(
  reading: Reading,
  part: PlanPart,
  ways: readonly Way[],
  grounds: Grounds,
): Promise<{ way: Way; carryOut(): Promise<Way> }> {
  const first = await choose(reading, part, ways, grounds);
  const carryOut = async () => {
    // Once only: two ways that cost about the same must not be read by halves in turn.
    let mayChange = true;
    for (let current = first; ; ) {
      const next = await readInWay(reading, part, { ways, current, mayChange });
      if (!next) return current.way;
      mayChange &&= next.isAfterRefusal;
      current = next.chosen;
      const words = `read ${strategyWords[current.way.strategy]} from here on. ${current.reason}`;
      await reading.sink.log('read', `${titles[part]} · ${words}`);
    }
  };
  return { way: first.way, carryOut };
}

/** Reads what is left in the chosen way; null when that came to its end, else how the part goes on. */
async function readInWay(
  reading: Reading,
  part: PlanPart,
  { ways, current, mayChange }: { ways: readonly Way[]; current: Chosen; mayChange: boolean },
): Promise<{ chosen: Chosen; isAfterRefusal: boolean } | null> {
  const { way } = current;
  await way.prepare?.();
  const plannedCalls = way.prepare ? way.estimatedCalls() : current.plannedCalls;
  reading.sink.plan(way.operation, plannedCalls - current.plannedCalls);
  const projection = createProjection(way.units().length);
  const others = ways.filter((each) => mayChange && each !== way && each.obstacle === null);
  try {
    await readUnits(reading, way, projection, Math.min(...others.map((each) => each.estimatedCalls())));
    return null;
  } catch (error) {
    if (!(error instanceof WayEnded)) throw error;
    reading.sink.plan(way.operation, projection.calls() - plannedCalls);
    if (error.refusal) {
      const grounds = await refused(reading, way, error.refusal);
      return { chosen: await choose(reading, part, ways, grounds), isAfterRefusal: true };
    }
    const because = `After ${projection.calls()} calls it is plain that ${strategyWords[way.strategy]} takes more than was estimated.`;
    const remaining = new Map([[way, projection.remainingCalls()]]);
    const chosen = await choose(reading, part, ways, { basis: 'read-so-far', because }, remaining);
    return { chosen, isAfterRefusal: false };
  }
}

const titles: Record<PlanPart, string> = {
  memberships: 'Memberships',
  pairs: 'Permission sets in use',
  assignments: 'Assignments',
  completeness: 'Completeness',
};

async function choose(
  reading: Reading,
  part: PlanPart,
  ways: readonly Way[],
  grounds: Grounds,
  projected: ReadonlyMap<Way, number> = new Map(),
): Promise<Chosen> {
  const alternatives = ways.map((way) => ({
    strategy: way.strategy,
    operation: way.operation,
    estimatedCalls: projected.get(way) ?? way.estimatedCalls(),
    obstacle: way.obstacle,
  }));
  const decision = chooseStrategy(part, alternatives, grounds);
  const way = ways.find(({ strategy }) => strategy === decision.chosen) as Way;
  reading.sink.plan(way.operation, decision.estimatedCalls);
  await reading.sink.decided(decision);
  return { way, plannedCalls: decision.estimatedCalls, reason: decision.reason };
}

async function refused({ sink }: Reading, way: Way, { error, failure }: CallRefused): Promise<Grounds> {
  // The action that AWS names is another where a policy has it under another name.
  const action = error.action ?? way.operation;
  way.obstacle = `AWS refused ${action}: ${failure.message}`;
  await sink.denied(way.operation, failure.message);
  return { basis: 'listed', refusedAction: action, because: `The role may not call ${action}.` };
}

/** All units that are left. The first one of an optional operation alone: a refusal then costs one call, not eight. */
async function readUnits(reading: Reading, way: Way, projection: Projection, otherCalls: number): Promise<void> {
  const units = way.units();
  let done = 0;
  const readOne = async (unit: string) => {
    let calls = 0;
    const called = () => projection.called(calls++);
    projection.begin();
    const taken = await way.read(unit, () => {
      if (projection.isDearerThan(otherCalls)) throw new WayEnded('Another way takes fewer calls.');
      called();
    });
    while (calls < taken) called();
    projection.finish(taken);
    done += 1;
    if (way.progress && (done % unitsALine === 0 || done === units.length))
      await reading.sink.log('read', way.progress(done, units.length));
  };
  const [first, ...rest] = units;
  if (first === undefined) return;
  if (way.isOptional) await readOne(first);
  await eachConcurrently(way.isOptional ? rest : units, reading.concurrency, readOne);
}
const unitsALine = 100;

/** What stands in the way of an optional operation before it is asked: that it was refused in the last 24 hours. */
export const lateRefusal = ({ known }: Reading, action: string): string | null =>
  known.history?.deniedActions.includes(action) ? `AWS refused ${action} within the last 24 hours.` : null;
