import { WrongUsage } from '../../failures.ts';

/** One of what a name may mean, with what to type for exactly this one. */
export interface Nameable {
  id: string;
  names: readonly (string | undefined)[];
  /** Told beside the id where several are meant, or none. */
  shown: string;
}
const NEAR = 8;

/** The id of the only one that is called so, in any case; otherwise wrong usage with the ids that may be meant. */
export function onlyNamed(candidates: readonly Nameable[], named: string, what: string, none: string): string {
  const wanted = named.toLowerCase();
  const found = candidates.filter(({ names }) => names.some((name) => name?.toLowerCase() === wanted));
  const [only] = found;
  if (only && found.length === 1) return only.id;
  const near = (found.length > 0 ? found : candidates).slice(0, NEAR).map(({ id, shown }) => `  ${id}  ${shown}`);
  throw new WrongUsage(
    found.length === 0 ? `No ${what} is called ${named}.` : `Several are called ${named}.`,
    near.length === 0 ? none : `Name one by its id:\n${near.join('\n')}`,
  );
}
