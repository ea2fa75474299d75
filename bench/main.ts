import type { Bench } from './bench.ts';

const benches: Record<string, () => Promise<{ bench: Bench }>> = {
  'demo-sync': () => import('./demo-sync.ts'),
  sync: () => import('./sync/sync.ts'),
  'sync-members': () => import('./sync/members/sync-members.ts'),
  'sync-chaos': () => import('./sync/chaos.ts'),
  simulator: () => import('./simulator/simulator.ts'),
};

const [name] = process.argv.slice(2);
const load = name === undefined ? undefined : benches[name];
if (!load) {
  console.log(`Usage: npm run bench -- NAME\n\n  ${Object.keys(benches).join('\n  ')}`);
  process.exitCode = name === undefined ? 0 : 2;
} else {
  const { bench } = await load();
  const figures = (await bench()).map((figure) => ({
    ...figure,
    limit: figure.limit ?? null,
    atLeast: figure.atLeast ?? null,
    holds: figure.value <= (figure.limit ?? Infinity) && figure.value >= (figure.atLeast ?? -Infinity),
  }));
  for (const { name, value, unit, limit, atLeast, holds } of figures) {
    const bounds = [limit === null ? '' : `limit ${limit}`, atLeast === null ? '' : `at least ${atLeast}`].join('');
    const verdict = bounds && `${bounds} ${holds ? 'holds' : 'MISSED'}`;
    console.log(`${name.padEnd(28)} ${String(value).padStart(10)} ${unit.padEnd(6)} ${verdict}`);
  }
  console.log(JSON.stringify({ bench: name, figures }));
}
