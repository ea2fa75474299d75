import {
  IconCloud,
  IconFingerprint,
  type IconHierarchy,
  IconScript,
  IconUser,
  IconUserShield,
  IconUsersGroup,
  IconWorld,
} from '@tabler/icons-react';
import type { PathStep, SearchHit } from '../../api/types.ts';

export type StepKind = PathStep['kind'] | SearchHit['kind'];

export const kindIcons = {
  person: IconUser,
  identity: IconFingerprint,
  group: IconUsersGroup,
  'permission-set': IconScript,
  role: IconUserShield,
  'aws-account': IconCloud,
  principal: IconWorld,
} as const satisfies Record<StepKind, typeof IconHierarchy>;

export const kindWords: Record<StepKind, string> = {
  person: 'person',
  identity: 'identity',
  group: 'group',
  'permission-set': 'permission set',
  role: 'role',
  'aws-account': 'AWS account',
  principal: 'principal',
};

const pages: Partial<Record<StepKind, string>> = {
  person: '/people',
  identity: '/identities',
  group: '/groups',
  'permission-set': '/permission-sets',
  role: '/roles',
  'aws-account': '/aws-accounts',
};

/** The address of the page of a thing, if it has one. */
export const addressOfThing = (kind: StepKind, id: string | null): string | null =>
  id && pages[kind] ? `${pages[kind]}/${id}` : null;

export const identityKindWords: Record<string, string> = {
  'identity-center-user': 'Identity Center user',
  'iam-user': 'IAM user',
  'iam-role': 'IAM role',
  'identity-center-group': 'Identity Center group',
  'iam-group': 'IAM group',
};
