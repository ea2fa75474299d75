import { awsRates, type Rates } from '../../src/adapters/postgres/rate-budget.ts';

/** Nothing waits for its turn. */
export const quickRates = Object.fromEntries(
  Object.keys(awsRates).map((family) => [family, { perSecond: 1000, burst: 1000 }]),
) as Rates;
