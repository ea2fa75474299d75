import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SERVICES } from './services/services.ts';
import { CREDENTIALS } from './worlds/credentials.ts';
import { WORLDS } from './worlds/worlds.ts';

const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8');

it('the README’s table lists exactly the operations that are simulated', () => {
  const listed = [...readme.matchAll(/^\| `(\w+):(\w+)` \|/gm)].map(([, service, name]) => `${service}:${name}`);
  const simulated = SERVICES.flatMap((service) => service.operations.map(({ name }) => `${service.id}:${name}`));
  expect(listed.sort()).toEqual(simulated.sort());
});

it('the README tells every world and credential', () => {
  for (const name of Object.keys(WORLDS)) expect(readme).toContain(`\`${name}\``);
  for (const credentials of Object.values(CREDENTIALS)) {
    for (const value of Object.values(credentials)) expect(readme).toContain(`\`${value}\``);
  }
});
