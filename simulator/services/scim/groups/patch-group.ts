import { type PatchOperation, present, readOperations, readPlace } from '../patch.ts';
import { invalid } from '../refusals.ts';
import { URN } from '../scim-request.ts';
import { checkedGroup, type ScimGroup } from './group-resource.ts';
import { MAX_MEMBERS, readMembers } from './members.ts';

interface GroupChange {
  readonly attributes: ScimGroup;
  readonly joining: ReadonlySet<string>;
  readonly leaving: ReadonlySet<string>;
}

/** What a PATCH makes of a group. Members come and go by name: never all at once, and a hundred at most. */
export function patchedGroup(group: ScimGroup, body: Readonly<Record<string, unknown>> | undefined): GroupChange {
  let attributes: Readonly<Record<string, unknown>> = { ...group };
  const joining = new Set<string>();
  const leaving = new Set<string>();
  let changes = 0;
  for (const operation of readOperations(body)) {
    const { attribute, select, part } = readPlace(operation.path, URN.group);
    if (attribute === 'members' && part === undefined) {
      const members = membersOf(operation, select);
      changes += members.length;
      const [to, from] = operation.op === 'add' ? [joining, leaving] : [leaving, joining];
      for (const id of members) {
        to.add(id);
        from.delete(id);
      }
    } else if ((attribute === 'displayName' || attribute === 'externalId') && !select && part === undefined) {
      attributes = { ...attributes, [attribute]: operation.op === 'remove' ? undefined : operation.value };
    } else throw invalid('Only displayName, members and externalId can be changed.');
  }
  if (changes > MAX_MEMBERS) throw invalid(`A request changes ${MAX_MEMBERS} members at most.`);
  const { members: _, ...checked } = checkedGroup(present(attributes));
  return { attributes: checked, joining, leaving };
}

function membersOf({ op, value }: PatchOperation, select: { by: string; value: unknown } | undefined): string[] {
  if (select) {
    const isOne = op === 'remove' && select.by === 'value' && typeof select.value === 'string';
    if (!isOne) throw invalid('members[value eq "…"] is for remove only.');
    return [select.value as string];
  }
  if (op === 'replace') throw invalid('Replacing all members is not supported.');
  const members = readMembers('members', value ?? []);
  if (op === 'remove' && members.length === 0) throw invalid('Removing all members is not supported.');
  return members;
}
