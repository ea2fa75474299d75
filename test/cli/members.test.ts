import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Connector } from '../../src/contract/connectors.ts';
import type { Member } from '../../src/contract/members.ts';
import { type Product, startProduct } from '../support/product.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { countersign } from './countersign.ts';

let folder: TemporaryFolder;
let product: Product;
let run: ReturnType<typeof countersign>;
beforeAll(async () => {
  folder = await temporaryFolder('members');
  product = await startProduct({ world: 'small', throttling: false });
  run = countersign(product.url, path.join(folder.path, 'config.json'));
  await run('login', '--demo', 'super-administrator');
}, 120_000);
afterAll(async () => {
  await product?.stop();
  await folder?.remove();
});

it('people are invited, given roles and lose them by the command line, by e-mail as well as by id', async () => {
  const invited = await run('members', 'invite', 'Nadia@corp.example', '--name', 'Nadia New', '--role', 'auditor');
  expect(invited).toMatchObject({ exitCode: 0 });
  expect(invited.stdout).toContain('Nadia New <nadia@corp.example>');
  const granted = await run('members', 'grant', 'nadia@corp.example', 'connector-administrator', '--json');
  expect(granted.json<Member>().roles.map(({ role }) => role)).toEqual(['connector-administrator', 'auditor']);
  const id = granted.json<Member>().id;
  expect((await run('members', 'revoke', id, 'auditor')).stdout).toContain('Roles        connector-administrator');
  const shown = await run('members', 'show', 'Nadia New');
  expect(shown.stdout).toMatch(/connector-administrator +\d{4}-\d\d-\d\d \d\d:\d\d +Priya Raman/);
  const administrators = await run('members', 'list', '--role', 'connector-administrator', '--json');
  expect(administrators.json<{ items: Member[] }>().items.map(({ name }) => name)).toContain('Nadia New');
  expect((await run('members', 'list', '--search', 'nadia')).stdout).toContain('1 in all');
});

it('what is refused says why and by which code, and a role there is not is wrong usage', async () => {
  const { person } = (await run('whoami', '--json')).json<{ person: { id: string } }>();
  const last = await run('members', 'revoke', person.id, 'super-administrator');
  expect(last).toMatchObject({ exitCode: 1 });
  expect(last.stderr).toContain('last-super-administrator');
  expect((await run('members', 'grant', person.id, 'auditor')).stderr).toContain('own-role');
  expect(await run('members', 'grant', person.id, 'emperor')).toMatchObject({ exitCode: 2 });
  expect((await run('members', 'roles')).stdout).toContain('auditor (1): Reads everything, changes nothing.');
});

it('a connector is deleted by its name, and by nothing less', async () => {
  const { id, name } = (await run('connectors', 'add', '--app', 'AWS elsewhere', '--json')).json<Connector>();
  const asked = await run('connectors', 'delete', id);
  expect(asked).toMatchObject({ exitCode: 2 });
  expect(asked.stderr).toContain(`countersign connectors delete ${id} --confirm "${name}"`);
  expect(await run('connectors', 'delete', id, '--confirm', 'Something else')).toMatchObject({ exitCode: 2 });
  expect((await run('connectors', 'delete', id, '--confirm', name)).stdout).toContain(`${name} is deleted.`);
  expect((await run('connectors', 'list')).stdout).not.toContain(id);
  expect((await run('connectors', 'show', id)).stdout).toContain('deleted ');
  expect(await run('connectors', 'delete', id, '--confirm', name)).toMatchObject({ exitCode: 1 });
});
