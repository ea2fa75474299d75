import {
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  type OrganizationalUnit,
  type Root,
} from '@aws-sdk/client-organizations';
import type { EntityFact } from '../../../../core/inventory/model/fact.ts';
import type { EntityRef } from '../../../../core/inventory/model/kinds.ts';
import { dueInTurn } from '../../../../core/inventory/model/plan/due-in-turn.ts';
import { CallRefused } from '../../session/call-aws.ts';
import { askOptional } from '../optional-action.ts';
import { count, failScope, listAll, type Reading } from '../reading.ts';

const kind = 'organizational-units';

/**
 * Names of the root and the organizational units. Where each AWS account is, its own path says (`o-…/r-…/ou-…/…`): a call
 * for each node in turn is all it takes, and one for the node above where a path names what is not known.
 */
export async function readUnits(reading: Reading, paths: readonly string[]): Promise<void> {
  const known = reading.known.history?.details?.agesMs[kind] ?? {};
  const steps = paths.map((path) => path.split('/').filter((part) => /^(o|r|ou)-/.test(part)));
  const nodes = [...new Set([...steps.flat(), ...Object.keys(known)])].sort(topDown);
  if (steps.length === 0) return;
  const above = steps.flatMap((ids) => ids.filter((_, at) => known[ids[at + 1] ?? ids[at] ?? ''] === undefined));
  const due = new Set([...dueInTurn(nodes, kind, reading.known.history?.details), ...above]);
  const queue = nodes.filter((node) => due.has(node));
  const refused = new Set<string>();
  let found = 0;
  // It grows meanwhile: a unit that was not known may have units in it.
  for (const id of queue) {
    const action = id.startsWith('o-') ? 'organizations:ListRoots' : 'organizations:ListOrganizationalUnitsForParent';
    if (refused.has(action)) continue;
    const failure = await askOptional(reading, action, async () => {
      // A part each: they are read one after another, and a worker that is killed is not to begin at the root again.
      const units = await reading.sink.part(`units in ${id}`, () => readNode(reading, id));
      found += units.length;
      for (const unit of units) if (known[unit] === undefined && !queue.includes(unit)) queue.push(unit);
    });
    if (!failure) continue;
    if (failure.reason === 'denied') refused.add(action);
    // Refused as such, it is said once, of the whole tree.
    const about = failure.reason === 'denied' && !id.startsWith('o-') ? (nodes.find(isRoot) ?? id) : id;
    await failScope(reading.sink, { kind, a: refOf(about) }, `Organizational units of ${about}`, failure);
  }
  await reading.sink.log('read', `Organizational units · ${count(found, 'unit')} of ${count(queue.length, 'parent')}`);
}

const refOf = (id: string): EntityRef => ({
  kind: id.startsWith('o-') ? 'organization' : 'organizational-unit',
  nativeId: id,
});
const isRoot = (id: string) => id.startsWith('r-');
const rank = (id: string) => ['o-', 'r-', 'ou'].indexOf(id.slice(0, 2));
const topDown = (a: string, b: string) => rank(a) - rank(b) || (a < b ? -1 : 1);

/** The ids of what is right below a node. */
async function readNode(reading: Reading, id: string): Promise<string[]> {
  const units = await listIn(reading, id);
  if (units === null) return [];
  await reading.sink.complete({ kind, a: refOf(id) }, { entities: units.map((unit) => unitFact(unit, refOf(id))) });
  return units.flatMap(({ Id }) => Id ?? []);
}

/** What is right below a node; null where it is gone, which the node above will tell when it is listed. */
const listIn = async (reading: Reading, id: string): Promise<(Root | OrganizationalUnit)[] | null> =>
  (id.startsWith('o-') ? listRoots(reading) : listUnits(reading, id)).catch((error: unknown) => {
    if (error instanceof CallRefused && error.error.code === 'ParentNotFoundException') return null;
    throw error;
  });

const listRoots = ({ call, clients }: Reading): Promise<Root[]> =>
  listAll(
    (NextToken) =>
      call('organizations:ListRoots', (abortSignal) =>
        clients.organizations.send(new ListRootsCommand({ NextToken, MaxResults: 20 }), { abortSignal }),
      ),
    ({ Roots }) => Roots,
  );

const listUnits = ({ call, clients }: Reading, ParentId: string): Promise<OrganizationalUnit[]> =>
  listAll(
    (NextToken) =>
      call('organizations:ListOrganizationalUnitsForParent', (abortSignal) =>
        clients.organizations.send(
          new ListOrganizationalUnitsForParentCommand({ ParentId, NextToken, MaxResults: 20 }),
          { abortSignal },
        ),
      ),
    ({ OrganizationalUnits }) => OrganizationalUnits,
  );

const unitFact = ({ Id = '', Name, Arn }: Root | OrganizationalUnit, parent: EntityRef): EntityFact => ({
  kind: 'organizational-unit',
  nativeId: Id,
  parent,
  name: Name || Id,
  ...(Arn && { arn: Arn }),
});
