/** From so many units on, what they cost says something about the rest. */
const leastSample = 8;
/** How sure a projection must be before it ends a strategy: two standard errors. */
const sureness = 2;

/**
 * What the rest of a strategy will cost, judged by the units read so far. Units are to come in an order that has nothing
 * to do with their size (spreadOrder).
 */
export interface Projection {
  begin(): void;
  /** One more call for a unit that has had `before` calls. */
  called(before: number): void;
  /** That unit has been read whole, with so many calls. */
  finish(calls: number): void;
  calls(): number;
  remainingCalls(): number;
  /** Would going over to another strategy, from its beginning, surely take fewer calls than going on? */
  isDearerThan(otherCalls: number): boolean;
}

export function createProjection(units: number): Projection {
  // Large units show while they are still being read, the others once they are whole: both samples err on the cheap side.
  const begun = createSample();
  const finished = createSample();
  const left = () => units - finished.size();
  return {
    begin: () => begun.add(1, 0, 0),
    called: (before) => begun.add(0, 1, 2 * before + 1),
    finish: (calls) => finished.add(1, calls, calls * calls),
    calls: () => begun.sum(),
    remainingCalls: () => Math.round(left() * Math.max(1, begun.mean(), finished.mean())),
    isDearerThan: (otherCalls) => left() * Math.max(begun.surely(), finished.surely()) > otherCalls,
  };
}

function createSample() {
  let [size, sum, squares] = [0, 0, 0];
  const mean = () => (size === 0 ? 0 : sum / size);
  const standardError = () => Math.sqrt(Math.max(0, (squares - (sum * sum) / size) / (size - 1)) / size);
  return {
    add: (units: number, calls: number, square: number) => {
      size += units;
      sum += calls;
      squares += square;
    },
    size: () => size,
    sum: () => sum,
    mean,
    /** The least that the mean of all units surely is; nothing is sure of a few. */
    surely: () => (size < leastSample ? 0 : mean() - sureness * standardError()),
  };
}
