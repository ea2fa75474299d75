import { externalKey } from '../../../state/identity-center/identity-center.ts';
import type { DirectoryGroup } from '../../../state/identity-center/identity-center-entities.ts';
import { externalId, ignored, named, type Rule, schemasOf, structure, text } from '../attribute-rules.ts';
import { meta } from '../list.ts';
import { conflict, invalid } from '../refusals.ts';
import type { Tenant } from '../scim-operation.ts';
import { URN } from '../scim-request.ts';
import { readMembers } from './members.ts';

export interface ScimGroup {
  readonly displayName: string;
  readonly externalId?: string | undefined;
}

const readGroup = structure(
  new Map<string, Rule>([
    ['schemas', schemasOf(URN.group)],
    ['id', text],
    ['meta', ignored],
    ['displayName', named],
    ['externalId', externalId],
    ['members', readMembers],
  ]),
);

/** Checks a whole group; members are ids of users. */
export function checkedGroup(attributes: unknown): ScimGroup & { readonly members: readonly string[] } {
  const { id: _, members = [], ...group } = readGroup('', attributes) as Record<string, unknown>;
  if (group.displayName === undefined) throw invalid('displayName is required.');
  return { ...group, members } as ScimGroup & { members: string[] };
}

/** A group as SCIM answers it, without members. */
export function resourceOf({ issuer }: Tenant, group: DirectoryGroup): object {
  const external = group.externalIds.find(({ Issuer }) => Issuer === issuer);
  return {
    id: group.id,
    ...(external ? { externalId: external.Id } : {}),
    meta: meta('Group', group),
    schemas: [URN.group],
    displayName: group.displayName,
  };
}

/** What becomes of a group's record; external ids of other issuers stay. Refuses what another group has. */
export function fieldsOf(
  { center, issuer }: Tenant,
  { displayName: name, externalId: id }: ScimGroup,
  self?: DirectoryGroup,
): Pick<DirectoryGroup, 'displayName' | 'externalIds'> {
  const own = id === undefined ? [] : [{ Issuer: issuer, Id: id }];
  const externalIds = [...(self?.externalIds.filter(({ Issuer }) => Issuer !== issuer) ?? []), ...own];
  const holders = [
    center.groupsByName.get(name.toLowerCase()),
    ...own.map((key) => center.groupsByExternalId.get(externalKey(key))),
  ];
  if (holders.some((holder) => holder !== undefined && holder !== self)) throw conflict('Group already exists.');
  return { displayName: name, externalIds };
}
