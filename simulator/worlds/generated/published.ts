import type { Cost } from '../reading-costs.ts';
import type { Distribution } from './distribution.ts';
import { type Distributions, IAM, SHAPES } from './shapes.ts';

/** Which shape each generated world has. */
export const SHAPE_OF = {
  large: SHAPES.thin,
  'large-dense': SHAPES.dense,
  'large-few-sets': SHAPES.fewSets,
  'large-direct': SHAPES.direct,
  huge: SHAPES.huge,
} as const;

const NAMES: Readonly<Record<keyof Distributions, string>> = {
  membersPerGroup: 'members per group',
  groupsPerUser: 'groups per user',
  accountsPerSet: 'AWS accounts per set',
  setsPerAccount: 'sets per AWS account',
  groupRowsPerPair: "groups' rows per pair",
  rowsPerGroup: 'rows per group',
  userRowsPerPair: 'direct rows per pair',
  rowsPerUser: 'direct rows per user',
};

/** The tables of the README's "How the large worlds are spread": a test holds them to the worlds. */
export function publishedTables(costs: Readonly<Record<string, readonly Cost[]>>): string[] {
  return [distributionTable(), iamTable(), costTable(costs)];
}

function distributionTable(): string {
  const worlds = Object.entries(SHAPE_OF);
  const keys = Object.keys(NAMES) as (keyof Distributions)[];
  const text = (world: string, key: keyof Distributions) => {
    const shape = SHAPE_OF[world as keyof typeof SHAPE_OF];
    const isAsLarge = world !== 'large' && shape.distributions[key] === SHAPES.thin.distributions[key];
    return isAsLarge ? 'as `large`' : bands(shape.distributions[key]);
  };
  const rows = keys.map((key) => [NAMES[key], ...worlds.map(([world]) => text(world, key))]);
  return table([['', ...worlds.map(([world]) => `\`${world}\``)], ...rows]);
}

function iamTable(): string {
  const rows = Object.entries(IAM).map(([name, distribution]) => [name, bands(distribution)]);
  return table([['IAM of an AWS account', 'spread'], ...rows]);
}

/** Calls with pages of 100, the cheapest in bold; what may miss rows is no way to read the world whole. */
function costTable(costs: Readonly<Record<string, readonly Cost[]>>): string {
  const worlds = Object.keys(SHAPE_OF);
  const names = costs.large?.map(({ name }) => name) ?? [];
  const rows = names.map((name) => [name, ...worlds.map((world) => costCell(costs[world] ?? [], name))]);
  return table([['calls to read', ...worlds.map((world) => `\`${world}\``)], ...rows]);
}

function costCell(costs: readonly Cost[], name: string): string {
  const cost = costs.find((each) => each.name === name);
  if (!cost) return '';
  if (cost.misses > 0) return `misses ${cost.misses.toLocaleString('en')} rows`;
  const others = costs.filter(({ what, isWhole }) => what === cost.what && isWhole);
  const calls = cost.calls.toLocaleString('en');
  return cost.isWhole && others.every((other) => cost.calls <= other.calls) ? `**${calls}**` : calls;
}

/** `3% 0, 17% 1–4, 80% 5–12`. */
function bands(distribution: Distribution): string {
  return distribution.map(([from, to, percent]) => `${percent}% ${from === to ? from : `${from}–${to}`}`).join(', ');
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
