import type { EntityJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Given } from '../../core/access/policies/group-contents.ts';
import type { PolicyQuestion } from '../../core/access/policies/policy-engine.ts';

type Uid = { type: string; id: string };
const entity = (uid: Uid, parents: Uid[] = [], attrs: EntityJson['attrs'] = {}): EntityJson => ({
  uid,
  attrs,
  parents,
});

/**
 * The entities that a question needs and no others: handing all of them to the engine costs 50 times as much
 * (facts, Cost). A missing one would make a policy fail, so everything that is named as a parent is there.
 */
export const sliceOf = ({
  person,
  resource,
}: {
  person: PolicyQuestion['person'];
  resource: PolicyQuestion['resource'] | ({ kind: 'given' } & Given);
}): { principal: Uid; resource: Uid; entities: EntityJson[] } => {
  const principal = { type: 'Person', id: person.id };
  const groups = new Set(person.groupIds);
  const inside = insideOf(resource);
  if (resource.kind === 'group-member') groups.add(resource.groupId);
  const entities = [
    entity(
      principal,
      person.groupIds.map((id) => ({ type: 'Group', id })),
      { department: person.department ?? '' },
    ),
    ...[...groups].map((id) => entity({ type: 'Group', id })),
    ...inside.entities,
  ];
  return { principal, resource: inside.uid, entities };
};

const insideOf = (resource: Parameters<typeof sliceOf>[0]['resource']) => {
  if (resource.kind === 'given') return givenAssignment(resource);
  return resource.kind === 'group-member' ? membership(resource) : assignment(resource);
};

const membership = ({ groupId }: { groupId: string }) => {
  const uid = { type: 'Membership', id: groupId };
  return { uid, entities: [entity(uid, [{ type: 'Group', id: groupId }])] };
};

const assignment = (of: Extract<PolicyQuestion['resource'], { kind: 'permission-set-assignment' }>) => {
  const uid = { type: 'Assignment', id: `${of.permissionSetId} ${of.awsAccountId}` };
  const set = { type: 'PermissionSet', id: of.permissionSetId };
  const awsAccount = { type: 'AwsAccount', id: of.awsAccountId };
  const units = [...new Set(of.organizationalUnitIds)].map((id) => ({ type: 'OrganizationalUnit', id }));
  const entities = [
    entity(uid, [awsAccount, set]),
    entity(set),
    entity(awsAccount, units.slice(-1)),
    ...units.map((unit, index) => entity(unit, units.slice(Math.max(0, index - 1), index))),
  ];
  return { uid, entities };
};

/**
 * In everything that it may be: conditions of policies only ever ask whether something is in something, so whatever holds
 * for one of the combinations holds for this.
 */
const givenAssignment = ({ permissionSetIds, awsAccountIds }: Given) => {
  const parents = [
    ...permissionSetIds.map((id) => ({ type: 'PermissionSet', id })),
    ...awsAccountIds.map((id) => ({ type: 'AwsAccount', id })),
  ];
  const uid = { type: 'Assignment', id: 'given' };
  return { uid, entities: [entity(uid, parents), ...parents.map((parent) => entity(parent))] };
};
