import * as organizations from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../start.ts';
import { type Clients, clientsFor, refusal } from '../../../testing/clients.ts';
import { SMALL } from '../../../worlds/small.ts';

const { rootId, unitId } = SMALL;
let simulator: Simulator;
let client: Clients['organizations'];

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  client = clientsFor(simulator.url, simulator.credentials.administrator).organizations;
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

async function create(ParentId: string, Name: string): Promise<string> {
  const made = await client.send(new organizations.CreateOrganizationalUnitCommand({ ParentId, Name }));
  return made.OrganizationalUnit?.Id ?? '';
}

const rename = (OrganizationalUnitId: string, Name: string) =>
  client.send(new organizations.UpdateOrganizationalUnitCommand({ OrganizationalUnitId, Name }));
const remove = (OrganizationalUnitId: string) =>
  client.send(new organizations.DeleteOrganizationalUnitCommand({ OrganizationalUnitId }));

it('a unit has a name of its own under its parent', async () => {
  expect(await refusal(create(rootId, 'Workloads'))).toEqual({
    name: 'DuplicateOrganizationalUnitException',
    status: 400,
    message: 'An OU with the same name already exists.',
  });
  const inner = await create(unitId, 'Workloads');
  const other = await create(unitId, 'Other');
  expect(await refusal(rename(other, 'Workloads'))).toMatchObject({ name: 'DuplicateOrganizationalUnitException' });
  await rename(inner, 'Production');
  const listed = await client.send(new organizations.ListOrganizationalUnitsForParentCommand({ ParentId: unitId }));
  expect(listed.OrganizationalUnits?.map(({ Name }) => Name).sort()).toEqual(['Other', 'Production']);
});

it('units are at most five deep', async () => {
  let parent = rootId as string;
  for (let depth = 1; depth <= 5; depth += 1) parent = await create(parent, `Level ${depth}`);
  await expect(create(parent, 'Level 6')).rejects.toMatchObject({
    name: 'ConstraintViolationException',
    Reason: 'OU_DEPTH_LIMIT_EXCEEDED',
  });
});

it('a unit goes only when empty', async () => {
  expect(await refusal(remove(unitId))).toMatchObject({ name: 'OrganizationalUnitNotEmptyException', status: 400 });
  const empty = await create(unitId, 'Empty');
  await remove(empty);
  expect(await refusal(remove(empty))).toMatchObject({ name: 'OrganizationalUnitNotFoundException', status: 400 });
});

it('tags are kept once by key', async () => {
  const tag = (...Tags: organizations.Tag[]) =>
    client.send(new organizations.TagResourceCommand({ ResourceId: rootId, Tags }));
  await tag({ Key: 'owner', Value: 'a' });
  await tag({ Key: 'owner', Value: 'b' }, { Key: 'cost', Value: '1' });
  const { Tags: tags } = await client.send(new organizations.ListTagsForResourceCommand({ ResourceId: rootId }));
  expect(tags).toEqual([
    { Key: 'cost', Value: '1' },
    { Key: 'owner', Value: 'b' },
  ]);
  await expect(tag({ Key: 'a', Value: '' }, { Key: 'a', Value: '' })).rejects.toMatchObject({
    name: 'InvalidInputException',
    Reason: 'DUPLICATE_TAG_KEY',
  });
});
