import {
  IconApps,
  IconBuilding,
  IconCalendarCheck,
  IconCheckbox,
  IconCloud,
  IconFileText,
  IconFingerprint,
  IconHome,
  IconKey,
  IconListCheck,
  IconPlugConnected,
  IconScale,
  IconScript,
  IconUserCog,
  IconUserShield,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';

export interface NavigationItem {
  label: string;
  to: string;
  icon: typeof IconHome;
  permission: string;
  /** What is counted behind its name. */
  counts?: 'tasks' | 'reviews';
}
export interface NavigationSection {
  label: string | null;
  items: NavigationItem[];
}

/** Only pages that exist, and of those only what the person may see. */
const sections: NavigationSection[] = [
  {
    label: null,
    items: [
      { label: 'Home', to: '/', icon: IconHome, permission: 'session.use' },
      { label: 'Request', to: '/request', icon: IconKey, permission: 'requests.make' },
      { label: 'Tasks', to: '/tasks', icon: IconCheckbox, permission: 'requests.make', counts: 'tasks' },
      { label: 'Reviews', to: '/reviews', icon: IconListCheck, permission: 'reviews.decide', counts: 'reviews' },
    ],
  },
  {
    label: 'Explore',
    items: [
      { label: 'People', to: '/people', icon: IconUsers, permission: 'people.read' },
      { label: 'Identities', to: '/identities', icon: IconFingerprint, permission: 'access.read' },
      { label: 'AWS accounts', to: '/aws-accounts', icon: IconCloud, permission: 'access.read' },
      { label: 'Groups', to: '/groups', icon: IconUsersGroup, permission: 'access.read' },
      { label: 'Permission sets', to: '/permission-sets', icon: IconScript, permission: 'access.read' },
      { label: 'Roles', to: '/roles', icon: IconUserShield, permission: 'access.read' },
    ],
  },
  {
    label: 'Governance',
    items: [
      { label: 'Campaigns', to: '/campaigns', icon: IconCalendarCheck, permission: 'campaigns.read' },
      { label: 'Policies', to: '/policies', icon: IconScale, permission: 'policies.read' },
    ],
  },
  {
    label: 'Integrations',
    items: [
      { label: 'Connectors', to: '/connectors', icon: IconPlugConnected, permission: 'connectors.read' },
      { label: 'Applications', to: '/applications', icon: IconApps, permission: 'applications.read' },
    ],
  },
  {
    label: 'Directory',
    items: [{ label: 'IdP groups', to: '/identity-providers', icon: IconBuilding, permission: 'federation.read' }],
  },
  { label: '', items: [{ label: 'Audit log', to: '/audit-log', icon: IconFileText, permission: 'audit.read' }] },
  {
    label: 'Settings',
    items: [{ label: 'Members', to: '/settings/members', icon: IconUserCog, permission: 'members.read' }],
  },
];

export const navigationFor = (permissions: readonly string[]): NavigationSection[] =>
  sections
    .map((section) => ({ ...section, items: section.items.filter((item) => permissions.includes(item.permission)) }))
    .filter((section) => section.items.length > 0);
