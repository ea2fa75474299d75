import { World, type WorldData } from '../state/world.ts';
import { demoWorld } from './demo/demo.ts';
import { emptyWorld } from './empty.ts';
import { freshWorld } from './fresh.ts';
import { generatedWorld } from './generated/generated-world.ts';
import { HUGE, LARGE, SHAPES } from './generated/shapes.ts';
import { smallWorld } from './small.ts';

export const WORLDS: Readonly<Record<string, () => World>> = {
  demo: demoWorld,
  small: smallWorld,
  empty: emptyWorld,
  fresh: freshWorld,
  large: () => generatedWorld('large', LARGE, SHAPES.thin),
  'large-dense': () => generatedWorld('large-dense', LARGE, SHAPES.dense),
  'large-few-sets': () => generatedWorld('large-few-sets', LARGE, SHAPES.fewSets),
  'large-direct': () => generatedWorld('large-direct', LARGE, SHAPES.direct),
  huge: () => generatedWorld('huge', HUGE, SHAPES.huge),
};

/** How to build a world by its name; throws for a name there is none of. */
export function worldMaker(name: string): () => World {
  const make = Object.hasOwn(WORLDS, name) ? WORLDS[name] : undefined;
  if (!make) throw new Error(`There is no world "${name}". Worlds: ${Object.keys(WORLDS).join(', ')}.`);
  return make;
}

/** A world out of what was kept of it: the AWS accounts that nobody had looked at are as they began. */
export function restoredWorld(data: WorldData): World {
  const { ids, awsAccounts } = worldMaker(data.name)();
  if (ids.seed !== data.seed) throw new Error(`the world ${data.name} begins otherwise since`);
  return new World(data, awsAccounts.unbuilt());
}
