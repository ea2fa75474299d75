/** The names of roles and sign-ins as people say them. */
export const roleWords: Record<string, string> = {
  'super-administrator': 'Super Administrator',
  'connector-administrator': 'Connector Administrator',
  'request-administrator': 'Request Administrator',
  'campaign-administrator': 'Campaign Administrator',
  auditor: 'Auditor',
  manager: 'Manager',
  employee: 'Employee',
};

/** "1 person", "37 people". */
export const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
