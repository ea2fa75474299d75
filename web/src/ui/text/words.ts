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

/** "30 min", "1 h", "1 h 30 min", "1 day". */
export function minutesWords(minutes: number): string {
  if (minutes >= 1440 && minutes % 1440 === 0) return minutes === 1440 ? '1 day' : `${minutes / 1440} days`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 && `${hours} h`, rest > 0 && `${rest} min`].filter(Boolean).join(' ');
}
