import type { Bench } from './bench.ts';

const benches: Record<string, () => Promise<{ bench: Bench }>> = {
  'demo-sync': () => import('./demo-sync.ts'),
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
    holds: figure.limit === undefined || figure.value <= figure.limit,
  }));
  for (const { name, value, unit, limit, holds } of figures)
    console.log(
      `${name.padEnd(28)} ${String(value).padStart(10)} ${unit.padEnd(6)} ${limit === null ? '' : `limit ${limit} ${holds ? 'holds' : 'MISSED'}`}`,
    );
  console.log(JSON.stringify({ bench: name, figures }));
}
