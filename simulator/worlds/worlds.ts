import type { World } from '../state/world.ts';
import { demoWorld } from './demo/demo.ts';
import { emptyWorld } from './empty.ts';
import { smallWorld } from './small.ts';

export const WORLDS: Readonly<Record<string, () => World>> = {
  demo: demoWorld,
  small: smallWorld,
  empty: emptyWorld,
};

/** How to build a world by its name; throws for a name there is none of. */
export function worldMaker(name: string): () => World {
  const make = Object.hasOwn(WORLDS, name) ? WORLDS[name] : undefined;
  if (!make) throw new Error(`There is no world "${name}". Worlds: ${Object.keys(WORLDS).join(', ')}.`);
  return make;
}
