import type { Actor, Clock, Instant, UnitOfWork } from '../../shared/ports.ts';
import type { Transact } from '../../shared/transact.ts';
import { candidatesOf } from '../model/mapping-candidates.ts';
import type { FederationStores, MappingCounts } from './ports.ts';

/**
 * Says who federated groups may assume, from the rules, the groups and the trust as it is synced now (DIR-4). Runs after
 * each publish; running it again changes nothing. One audit entry counts what a run changed.
 */
export const mapFederation = (
  ports: { transact: Transact<FederationStores>; clock: Clock },
  command: { actor: Actor } = { actor: { kind: 'system' } },
): Promise<MappingCounts> =>
  ports.transact(async (unit) => {
    await unit.federation.takeTurn();
    return applyRules(unit, command.actor, await ports.clock.now());
  });

/** The same inside a transaction that changed groups or rules and has its turn: the result is committed with the change. */
export const applyRules = async (
  unit: UnitOfWork & FederationStores,
  actor: Actor,
  now: Instant,
): Promise<MappingCounts> => {
  await unit.federation.matchMembers();
  const { rules, groups } = await unit.federation.mappingInput();
  const counts = await unit.federation.applyMapping(candidatesOf(rules, groups), now);
  if (counts.opened + counts.closed > 0)
    await unit.audit({
      at: now,
      actor,
      action: 'federation.mapped',
      objectKind: 'directory',
      objectId: 'federation',
      detail: { ...counts },
    });
  return counts;
};
