import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AuditHarness, createAuditHarness } from './audit-harness.ts';

let log: AuditHarness;
beforeAll(async () => {
  log = await createAuditHarness();
});
afterAll(() => log?.stop());

const script = fileURLToPath(new URL('seal-process.ts', import.meta.url));
const entries = 100_000;
/** The sealer is killed when so many are sealed; then two of them go on at once. */
const killedAt = [1, 15_000, 40_000, 70_000];

const start = (): ChildProcess =>
  spawn(process.execPath, [script, log.appUrl], { stdio: ['ignore', 'ignore', 'inherit'] });
const sealed = async () => Number((await log.rows('select count(*) as n from audit_seal'))[0]?.n);

it('100,000 entries are each sealed once and proven, though the sealer is killed four times', async () => {
  await log.write(entries);
  for (const count of killedAt) {
    const child = start();
    while ((await sealed()) < count && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
  }
  const left = entries - (await sealed());
  expect(left).toBeGreaterThan(0);
  for (const [code] of await Promise.all([start(), start()].map((child) => once(child, 'exit')))) expect(code).toBe(0);
  // The first checkpoint makes the key, which is an entry of its own.
  const trusted = await log.publicKeys();
  expect(await log.verify(trusted)).toMatchObject({
    isIntact: true,
    signer: 'trusted',
    sealed: entries + 1,
    waiting: 0,
    checkpoint: { count: entries + 1 },
  });
}, 120_000);
