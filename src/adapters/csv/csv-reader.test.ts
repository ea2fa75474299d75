import { describe, expect, it } from 'vitest';
import { csvReader } from './csv-reader.ts';

describe('CSV as spreadsheets write it', () => {
  it.each([
    [
      '\ufeffgroup,email\r\n"Ops, EU",a@x.example\r\n',
      [
        [1, 'group', 'email'],
        [2, 'Ops, EU', 'a@x.example'],
      ],
    ],
    [
      'group,email\n\n"say ""hi""",b@x.example',
      [
        [1, 'group', 'email'],
        [3, 'say "hi"', 'b@x.example'],
      ],
    ],
    [
      'group,email\rg,c@x.example\r',
      [
        [1, 'group', 'email'],
        [2, 'g', 'c@x.example'],
      ],
    ],
    [
      'group,email\ng\n',
      [
        [1, 'group', 'email'],
        [2, 'g'],
      ],
    ],
  ])('%j', (text, expected) => {
    expect(csvReader.rows(text).map(({ line, fields }) => [line, ...fields])).toEqual(expected);
  });

  it.each([
    ['group,email\ng,a@x.example\n"g,b@x.example\n', 'Line'],
    ['group,email\ng"x,b@x.example\n', 'Line 2: a quote in the middle'],
    ['group,email\n"g"x,b@x.example\n', 'Line 2: text after a closing quote'],
    [`group,email\n${'g'.repeat(3000)},b@x.example\n`, 'Line 2: more than 2,000 characters'],
  ])('what is none is refused with its line: %j', (text, message) => {
    expect(() => csvReader.rows(text)).toThrow(message);
  });
});
