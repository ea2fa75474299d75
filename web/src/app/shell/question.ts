/** A question of the palette: what it is about, and the words to head the answers with. */
export interface Question {
  subject: string;
  verb: string | null;
}

const asked: [RegExp, string][] = [
  [/^who\s+(?:can|may)\s+(?:reach|access|assume|use|get\s+to)\s+(.*)$/i, 'Who can reach'],
  [/^who\s+(?:has|holds|is\s+in)\s+(.*)$/i, 'Who has'],
  [/^what\s+(?:can|may)\s+(.*?)\s+(?:reach|access|do|see)\??$/i, 'What can they reach'],
];

/** "who can reach prod-payments?" asks about prod-payments; anything else is a plain search. */
export function questionIn(text: string): Question {
  for (const [pattern, verb] of asked) {
    const found = text.match(pattern);
    if (found) return { subject: (found[1] ?? '').replace(/\?+$/, '').trim(), verb };
  }
  return { subject: text.trim(), verb: null };
}
