/** A secret that a test put into the product, to look for it everywhere else. */
export interface Planted {
  name: string;
  value: string;
}
/** Something that the product gave away, or keeps. */
export interface Place {
  name: string;
  text: string;
}

/** Characters of base64 that this value alone decides, wherever in the encoded bytes it begins. */
const base64Of = (value: string): string[] =>
  [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
    return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });

/** A value as it would stand in a log, a document or a column: as it is, or encoded as programs do without being asked. */
const formsOf = (value: string): string[] => {
  const bytes = Buffer.from(value);
  const forms = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), bytes.toString('hex')];
  // A key in hex is also what it stands for.
  const meant = /^(?:[0-9a-f]{2}){16,}$/i.test(value)
    ? [Buffer.from(value, 'hex').toString('base64').slice(0, -2)]
    : [];
  return [...new Set([...forms, ...base64Of(value), ...meant])].map(comparable);
};

/** Base64 has two alphabets, hex two cases, and PostgreSQL and mail break long lines. */
const comparable = (text: string): string => text.replaceAll('-', '+').replaceAll('_', '/').toLowerCase();

/** Which of them stand in which places, by name: the message of a failed test must not tell them either. */
export const leaks = (planted: readonly Planted[], places: readonly Place[]): string[] => {
  const wanted = planted.map(({ name, value }) => ({ name, forms: formsOf(value) }));
  return places.flatMap((place) => {
    const text = comparable(place.text);
    return wanted
      .filter(({ forms }) => forms.some((form) => text.includes(form)))
      .map(({ name }) => `${name} in ${place.name}`);
  });
};
