/** Names come from AWS and from people: whatever a terminal would obey instead of show is replaced. */
export const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');

/** `2026-11-24 13:30` in UTC: the same for everyone who compares two terminals. */
export const moment = (instant: string | null | undefined): string =>
  instant ? instant.slice(0, 16).replace('T', ' ') : '–';

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `45 min`, `2 h`, `1 h 30 min`, `3 d`. */
export function span(minutes: number): string {
  const parts = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor((minutes % 1440) / 60), 'h'],
    [Math.round(minutes % 60), 'min'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return said.join(' ') || '0 min';
}
