const valueWords = (value: unknown): string => {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return JSON.stringify(value);
};
const isChange = (value: unknown): value is { from: unknown; to: unknown } =>
  typeof value === 'object' && value !== null && 'from' in value && 'to' in value;

/** The detail of an entry on one line: "role arn: nothing → arn:aws:…, organizations enabled: off → on". */
export function detailWords(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .map(([name, value]) => {
      const label = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
      return isChange(value)
        ? `${label}: ${valueWords(value.from)} → ${valueWords(value.to)}`
        : `${label}: ${valueWords(value)}`;
    })
    .join(', ');
}
