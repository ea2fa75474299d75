import type { EntityFact, GrantFact } from '../../../src/core/inventory/model/fact.ts';
import type { EntityRef } from '../../../src/core/inventory/model/kinds.ts';
import type { Scope, ScopeKind } from '../../../src/core/inventory/model/scope.ts';
import { type Reading, ref, scope } from './sync-harness.ts';
import type { IamAccount, Principal, World } from './world.ts';

export interface Strategy {
  members: 'by-group' | 'by-user';
  assignments: 'by-account' | 'by-set' | 'by-principal';
}
/** Does this scope fail in this run? Its first half arrives all the same. */
export type Fails = (scope: Scope) => boolean;

export const instance = ref('identity-center-instance', 'arn:aws:sso:::instance/ssoins-1');
export const organization = ref('organization', 'o-1');
const awsAccount = (id: string) => ref('aws-account', id);
const principalRef = ({ kind, id }: Principal) => ref(kind, `d-1/${id}`);
const setRef = (name: string) => ref('permission-set', `arn:ps/${name}`);
const entity = (of: EntityRef, parent: EntityRef, more: Partial<EntityFact> = {}): EntityFact => ({
  ...of,
  parent,
  name: of.nativeId,
  ...more,
});

/** Reads a world as the AWS reader does: listings first, then what each listed thing holds, by the run's strategy. */
class Reader {
  readonly readings: Reading[] = [];
  readonly fails: Fails;
  constructor(fails: Fails) {
    this.fails = fails;
  }

  /** Returns what the reader got to see: everything, or the pages before the failure. */
  read<Item>(of: Scope, items: Item[], facts: (item: Item) => Pick<Reading, 'entities' | 'grants' | 'pairs'>): Item[] {
    const isFailing = this.fails(of);
    const seen = isFailing ? items.slice(0, items.length >> 1) : items;
    const found = seen.map(facts);
    this.readings.push({
      scope: of,
      entities: found.flatMap((each) => each.entities ?? []),
      grants: found.flatMap((each) => each.grants ?? []),
      pairs: found.flatMap((each) => each.pairs ?? []),
      ...(isFailing && { failure: { reason: 'throttled', message: 'Rate exceeded' } as const }),
    });
    return seen;
  }
}

/** The connector that reads the organization, Identity Center, and IAM of the management account. */
export function readMain(world: World, strategy: Strategy, fails: Fails): Reading[] {
  const reader = new Reader(fails);
  const list = (kind: ScopeKind, ids: string[], refOf: (id: string) => EntityRef, parent: EntityRef) =>
    reader.read(scope(kind, parent), ids, (id) => ({ entities: [entity(refOf(id), parent)] }));
  const accounts = list('aws-accounts', world.awsAccounts, awsAccount, organization);
  const toPrincipal = (kind: Principal['kind']) => (id: string) => principalRef({ kind, id });
  const users = list('identity-center-users', world.users, toPrincipal('identity-center-user'), instance);
  const groups = list('identity-center-groups', world.groups, toPrincipal('identity-center-group'), instance);
  const sets = reader.read(scope('permission-sets', instance), world.sets, ({ name }) => ({
    entities: [entity(setRef(name), instance, { isMention: true })],
  }));
  for (const { name, edition } of sets) {
    reader.read(scope('permission-set-details', setRef(name)), [name], () => ({
      entities: [entity(setRef(name), instance, { name, attrs: { edition } })],
    }));
  }
  readMemberships(reader, world, strategy, users, groups);
  readAssignments(reader, world, strategy, { accounts, users, groups, sets: sets.map((each) => each.name) });
  readIam(reader, world, 'main');
  return reader.readings;
}

/** The connector of another AWS account: its IAM and nothing else. */
export function readOther(world: World, fails: Fails): Reading[] {
  const reader = new Reader(fails);
  reader.readings.push({ entities: [{ ...awsAccount('other'), name: 'other', isMention: true }] });
  readIam(reader, world, 'other');
  return reader.readings;
}

function readMemberships(reader: Reader, world: World, strategy: Strategy, users: string[], groups: string[]) {
  const userRef = (id: string) => principalRef({ kind: 'identity-center-user', id });
  const groupRef = (id: string) => principalRef({ kind: 'identity-center-group', id });
  const facts = ([group, user]: [string, string]) => ({
    entities: [entity(userRef(user), instance, { isMention: true })],
    grants: [{ kind: 'group-member', target: groupRef(group), principal: userRef(user) } as GrantFact],
  });
  if (strategy.members === 'by-group') {
    for (const id of groups) {
      reader.read(
        scope('members-of-group', groupRef(id)),
        world.memberships.filter(([g]) => g === id),
        facts,
      );
    }
  } else {
    for (const id of users) {
      reader.read(
        scope('memberships-of-user', userRef(id)),
        world.memberships.filter(([, u]) => u === id),
        facts,
      );
    }
  }
}

function readAssignments(
  reader: Reader,
  world: World,
  strategy: Strategy,
  seen: { accounts: string[]; users: string[]; groups: string[]; sets: string[] },
) {
  type Assignment = World['assignments'][number];
  const facts = ({ awsAccountId, set, principal }: Assignment) => ({
    grants: [
      {
        kind: 'permission-set-assignment',
        target: awsAccount(awsAccountId),
        permissionSet: setRef(set),
        awsAccount: awsAccount(awsAccountId),
        principal: principalRef(principal),
      } as GrantFact,
    ],
  });
  const listPairs = (of: Scope, own: Assignment[]) => {
    const pairs = [...new Map(own.map((each) => [`${each.awsAccountId} ${each.set}`, each])).values()];
    return reader.read(of, pairs, ({ awsAccountId, set }) => ({
      pairs: [{ awsAccountId, permissionSetArn: setRef(set).nativeId }],
    }));
  };
  const readPair = ({ awsAccountId, set }: Assignment) =>
    reader.read(
      scope('assignments-of-pair', awsAccount(awsAccountId), setRef(set)),
      world.assignments.filter((each) => each.awsAccountId === awsAccountId && each.set === set),
      facts,
    );
  if (strategy.assignments === 'by-principal') {
    const inUse = seen.sets.flatMap((set) =>
      listPairs(
        scope('accounts-of-permission-set', setRef(set)),
        world.assignments.filter((each) => each.set === set),
      ),
    );
    const principals: Principal[] = [
      ...seen.users.map((id) => ({ kind: 'identity-center-user', id }) as const),
      ...seen.groups.map((id) => ({ kind: 'identity-center-group', id }) as const),
    ];
    for (const { kind, id } of principals) {
      const own = world.assignments.filter(({ principal }) => principal.kind === kind && principal.id === id);
      reader.read(scope('assignments-of-principal', principalRef({ kind, id })), own, facts);
    }
    // What no principal explains is read as a pair, and so is a sample: here the first.
    const isExplained = (pair: Assignment) =>
      world.assignments.some(
        ({ awsAccountId, set, principal }) =>
          awsAccountId === pair.awsAccountId &&
          set === pair.set &&
          principals.some(({ kind, id }) => kind === principal.kind && id === principal.id),
      );
    for (const [index, pair] of inUse.entries()) if (index === 0 || !isExplained(pair)) readPair(pair);
    return;
  }
  const isByAccount = strategy.assignments === 'by-account';
  for (const id of isByAccount ? seen.accounts : seen.sets) {
    const own = world.assignments.filter((each) => (isByAccount ? each.awsAccountId : each.set) === id);
    const of = isByAccount
      ? scope('pairs-of-aws-account', awsAccount(id))
      : scope('accounts-of-permission-set', setRef(id));
    for (const pair of listPairs(of, own)) readPair(pair);
  }
}

const arnOf = (who: string) => `arn:aws:iam::${who.replace(/^(\w+):(\w+)\//, '$2:$1/')}`;
const iamRef = (kind: 'iam-user' | 'iam-group' | 'iam-role', account: string, name: string) =>
  ref(kind, `${kind}/${account}/${name}`);

/** AWS writes the unique id of a principal that is deleted, and the ARN of every other, read by us or not. */
function trustedEntity(world: World, who: string): EntityFact {
  const [, type = '', account = '', name = ''] = /^(\w+):([^/]+)\/?(.*)$/.exec(who) ?? [];
  const iam = world.iam[account as IamAccount];
  const isDeleted = iam && !(type === 'role' ? iam.roles : iam.users).some((each) => each.name === name);
  const others = { service: 'aws-service', saml: 'saml-provider', account: 'aws-account', anyone: 'anyone' } as const;
  const other = others[type as keyof typeof others];
  const named = other
    ? ref(other, account)
    : isDeleted
      ? iamRef(type === 'role' ? 'iam-role' : 'iam-user', account, name)
      : ref('unread-principal', arnOf(who));
  return { ...named, name: named.nativeId, isMention: true };
}

function readIam(reader: Reader, world: World, account: IamAccount) {
  const iam = world.iam[account];
  const parent = awsAccount(account);
  const idOf = (kind: 'iam-user' | 'iam-group' | 'iam-role', name: string) => iamRef(kind, account, name);
  const iamUser = (name: string, edition: number) =>
    entity(idOf('iam-user', name), parent, { name, arn: arnOf(`user:${account}/${name}`), attrs: { edition } });
  reader.read(scope('iam-users', parent), iam.users, ({ name, edition }) => ({ entities: [iamUser(name, edition)] }));
  const groups = reader.read(scope('iam-groups', parent), iam.groups, (name) => ({
    entities: [entity(idOf('iam-group', name), parent, { name })],
  }));
  for (const group of groups) {
    const own = iam.memberships.filter(([name]) => name === group);
    reader.read(scope('members-of-group', idOf('iam-group', group)), own, ([, name]) => ({
      entities: [{ ...iamUser(name, 0), isMention: true }],
      grants: [
        {
          kind: 'group-member',
          target: idOf('iam-group', group),
          awsAccount: parent,
          principal: idOf('iam-user', name),
        },
      ],
    }));
  }
  reader.read(scope('iam-roles', parent), iam.roles, ({ name, trusts }) => ({
    entities: [
      entity(idOf('iam-role', name), parent, { name, arn: arnOf(`role:${account}/${name}`) }),
      ...trusts.map(({ who }) => trustedEntity(world, who)),
    ],
    grants: trusts.map(({ who, qualifier }) => ({
      kind: 'assume-role',
      target: idOf('iam-role', name),
      awsAccount: parent,
      principal: trustedEntity(world, who),
      qualifier,
    })),
  }));
}
