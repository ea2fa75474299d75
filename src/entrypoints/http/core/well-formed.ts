import { Refusal } from '../../../core/shared/refusal.ts';

const isText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/**
 * Refuses `invalid-input` for text that no database column can hold: with a NUL character, or with half of a surrogate
 * pair. `input` is what was parsed, as deep as the body's limit lets it be; so it is not walked by recursion.
 */
export const requireWellFormedText = (input: unknown): void => {
  const pending: { field: string; value: unknown }[] = [{ field: '', value: input }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { field, value } = next;
    if (typeof value === 'string' && !isText(value)) throw notText(field);
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, part] of Object.entries(value)) {
      if (!isText(name)) throw notText(field);
      pending.push({ field: field === '' ? name : `${field}.${name}`, value: part });
    }
  }
};

const notText = (field: string): Refusal => {
  const detail = 'Holds a NUL character or half of a surrogate pair, which is no text.';
  return new Refusal('invalid', 'invalid-input', field ? `${field}: ${detail}` : detail, field ? { field } : {});
};
