import type { Role } from './roles.ts';

/** What a role is, as somebody would say it who must decide whether to give it. */
export interface RoleWords {
  name: string;
  /** One sentence. */
  summary: string;
  may: readonly string[];
  /** What one might expect of it, and it does not give. */
  mayNot: readonly string[];
}

/** The one table of what roles are told to be; `byRole` in roles.ts is what they are (SEC-2). */
export const roleWords: Record<Role, RoleWords> = {
  'super-administrator': {
    name: 'Super Administrator',
    summary: 'Sees and changes everything, and decides who may do what.',
    may: [
      'Everything that the other roles may',
      'Invite people, grant roles and take them away',
      'Manage every connector and every campaign, whoever owns it',
    ],
    mayNot: ['Approve their own requests, or review their own access'],
  },
  'connector-administrator': {
    name: 'Connector Administrator',
    summary: 'Connects AWS: adds connectors, and manages those they own or created.',
    may: [
      'Add connectors and applications',
      'Change, pause, sync and delete the connectors they own or created',
      'See the inventory that those connectors read',
      'Add identity providers and say which groups give which roles',
    ],
    mayNot: ['See or manage connectors of others'],
  },
  'request-administrator': {
    name: 'Request Administrator',
    summary: 'Decides by policies who may ask for what, for how long, and who approves.',
    may: ['Add, change and remove policies', 'Name delegates for people who are away'],
    mayNot: ['Approve a request that no policy has them approve'],
  },
  'campaign-administrator': {
    name: 'Campaign Administrator',
    summary: 'Runs access reviews: starts campaigns and closes their own.',
    may: ['Plan and start campaigns', 'Follow, close and sign off the campaigns they own, and export their evidence'],
    mayNot: ['See campaigns of others'],
  },
  auditor: {
    name: 'Auditor',
    summary: 'Reads everything, changes nothing.',
    may: ['See all access, requests, reviews, policies and connectors', 'Read, export and verify the audit log'],
    mayNot: ['Change anything but what everybody may: ask for access, and decide what is theirs to decide'],
  },
};
