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
  /** Before each page: `page()`. A unit whose reading ends without an error is done. */
  read(unit: string, page: () => void): Promise<void>;
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
 * Does the rights of the role, or where it is, stand against the operation as such? The owner of the instance alone may
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

/**
 * Decides how a part is read, which plans its calls, and returns what carries that out. When the action is refused, or
 * what was read so far shows that another way takes fewer calls, the part goes on in the next way within the same run
 * (SYN-2). Returns the strategy that came to the end.
 */
export async function decideWay(
  reading: Reading,
  part: PlanPart,
  ways: readonly Way[],
  grounds: Grounds,
): Promise<{ way: Way; carryOut(): Promise<Way> }> {
  const first = await choose(reading, part, ways, grounds);
  return {
    way: first.way,
    async carryOut() {
      let current = first;
      let mayChange = true;
      for (;;) {
        const { way } = current;
        let { plannedCalls } = current;
        if (way.prepare) {
          await way.prepare();
          reading.sink.plan(way.operation, way.estimatedCalls() - plannedCalls);
          plannedCalls = way.estimatedCalls();
        }
        const projection = createProjection(way.units().length);
        const others = ways.filter((each) => each !== way && each.obstacle === null);
        const otherCalls = mayChange
          ? Math.min(...others.map((each) => each.estimatedCalls()))
          : Number.POSITIVE_INFINITY;
        try {
          await readUnits(reading, way, projection, otherCalls);
          return way;
        } catch (error) {
          if (!(error instanceof WayEnded)) throw error;
          reading.sink.plan(way.operation, projection.calls() - plannedCalls);
          if (error.refusal) {
            current = await choose(reading, part, ways, await refused(reading, way, error.refusal));
          } else {
            // Once only: two ways that cost about the same must not be read by halves in turn.
            mayChange = false;
            current = await choose(reading, part, changed(ways, way, projection), {
              basis: 'read-so-far',
              because: `After ${projection.calls()} calls it is plain that ${strategyWords[way.strategy]} takes more than was estimated.`,
            });
            current.way = ways.find(({ strategy }) => strategy === current.way.strategy) ?? current.way;
          }
          await reading.sink.log(
            'read',
            `${titles[part]} · read ${strategyWords[current.way.strategy]} from here on. ${current.reason}`,
          );
        }
      }
    },
  };
}

const titles: Record<PlanPart, string> = {
  memberships: 'Memberships',
  pairs: 'Permission sets in use',
  assignments: 'Assignments',
  completeness: 'Completeness',
};

async function choose(reading: Reading, part: PlanPart, ways: readonly Way[], grounds: Grounds) {
  const decision = chooseStrategy(
    part,
    ways.map((way) => ({
      strategy: way.strategy,
      operation: way.operation,
      estimatedCalls: way.estimatedCalls(),
      obstacle: way.obstacle,
    })),
    grounds,
  );
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

const changed = (ways: readonly Way[], dearer: Way, projection: Projection): Way[] =>
  ways.map((way) => (way === dearer ? { ...way, estimatedCalls: () => projection.remainingCalls() } : way));

/** All units that are left. The first one of an optional operation alone: a refusal then costs one call, not eight. */
async function readUnits(reading: Reading, way: Way, projection: Projection, otherCalls: number): Promise<void> {
  const units = way.units();
  let done = 0;
  const readOne = async (unit: string) => {
    let calls = 0;
    projection.begin();
    await way.read(unit, () => {
      if (projection.isDearerThan(otherCalls)) throw new WayEnded('Another way takes fewer calls.');
      projection.called(calls);
      calls += 1;
    });
    projection.finish(calls);
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
