/** Whom the demo's sign-in page offers, in this order. */
export const demoRoles = [
  'super-administrator',
  'connector-administrator',
  'campaign-administrator',
  'auditor',
  'manager',
  'employee',
] as const;
export type DemoRole = (typeof demoRoles)[number];

export interface DemoSignIn {
  as: DemoRole;
  email: string;
  description: string;
}
