import { describe, expect, it } from 'vitest';
import { parseNamePattern } from './name-pattern.ts';

const okta = String.raw`^aws#(?<alias>[^#]+)#(?<role>[^#]+)#(?<accountid>\d{12})$`;

describe('a pattern over group names', () => {
  it.each([
    [okta, 'aws#larkspur-mgmt#OktaAdmin#481203377190', ['OktaAdmin', '481203377190', 'larkspur-mgmt']],
    [okta, 'aws#larkspur-mgmt#OktaAdmin#48120337719', null],
    [okta, 'xaws#larkspur-mgmt#OktaAdmin#481203377190', null],
    [okta, 'aws##OktaAdmin#481203377190', null],
    [
      String.raw`aws\#\S+\#(?<role>[\w\-]+)\#(?<accountid>\d+)`,
      'aws#a#b#Dev#123456789012',
      ['Dev', '123456789012', null],
    ],
    [String.raw`aws\#\S+\#(?<role>[\w\-]+)\#(?<accountid>\d+)`, 'aws#a#Dev#1234', null],
    ['(?<alias>[a-z]+)-(?<role>.+)', 'prod-Read-Only', ['Read-Only', null, 'prod']],
    ['(?<alias>.*)-(?<role>.*)', 'prod-Read-Only', ['Only', null, 'prod-Read']],
    ['(?<alias>a{2,3})(?<role>a?b{1,})', 'aaaabb', ['abb', null, 'aaa']],
    ['(?<alias>x?y*)(?<role>[^\\]a-c]{2})', 'xyyz-', ['z-', null, 'xyy']],
    ['(?<alias>\\w+)\\.(?<role>\\W+)', 'ab.!!', ['!!', null, 'ab']],
  ])('%s of %s', (pattern, name, expected) => {
    const found = parseNamePattern(pattern)(name);
    expect(found && [found.role, found.awsAccountId, found.alias]).toEqual(expected);
  });

  it('reads what RegExp reads, for patterns of both', () => {
    const names = ['aws#a#Dev#123456789012', 'aws#a#b#Dev#123456789012', 'prod-Read-Only', 'a-b', '--', 'aab', ''];
    const patterns = [
      okta,
      '(?<alias>.*)-(?<role>.*)',
      '(?<alias>a*)(?<role>a{0,2}b?)',
      '(?<alias>[^-]+)-?(?<role>.+)',
    ];
    for (const pattern of patterns)
      for (const name of names) {
        const groups = new RegExp(`^(?:${pattern.replace(/^\^|\$$/g, '')})$`).exec(name)?.groups;
        const isWhole = groups && groups.role !== '' && groups.alias !== '';
        const expected = isWhole
          ? { role: groups.role, alias: groups.alias, awsAccountId: groups.accountid ?? null }
          : null;
        expect([pattern, name, parseNamePattern(pattern)(name)]).toEqual([pattern, name, expected]);
      }
  });

  it.each([
    '(?<alias>(?<role>a)+)',
    '(?<role>a+)+(?<alias>b)',
    '(?<role>a)*(?<alias>b)',
    '(?<role>a|b)(?<alias>c)',
    '(?<role>a**)(?<alias>c)',
    '(?<role>a+?)(?<alias>c)',
    '(?<role>a{2}{3})(?<alias>c)',
    '(?:a)(?<role>b)(?<alias>c)',
    '(a)(?<role>b)(?<alias>c)',
    '(?=a)(?<role>b)(?<alias>c)',
    String.raw`(?<role>a)\1(?<alias>c)`,
    String.raw`\b(?<role>a)(?<alias>c)`,
    '(?<role>[b-a])(?<alias>c)',
    '(?<role>[])(?<alias>c)',
    '(?<role>[ab)(?<alias>c)',
    '(?<role>a)(?<role>b)(?<alias>c)',
    '(?<other>a)(?<role>b)(?<alias>c)',
    '(?<role>a)',
    '(?<alias>a)',
    '(?<role>a(?<alias>b',
    'a)(?<role>b)(?<alias>c)',
    'a$(?<role>b)(?<alias>c)',
    '(?<role>a{3,1})(?<alias>c)',
    '(?<role>.{999})(?<alias>c)',
    `(?<role>a)(?<alias>${'b'.repeat(300)})`,
    '\\',
    '',
  ])('%s is refused, with the place', (pattern) => {
    expect(() => parseNamePattern(pattern)).toThrow(expect.objectContaining({ code: 'pattern-invalid' }));
  });

  it.each([
    `(?<role>${'.*'.repeat(20)})#(?<accountid>\\d{12})`,
    `(?<role>${'a*'.repeat(60)}b)(?<alias>c)`,
    `(?<role>${'a?'.repeat(60)}${'a'.repeat(60)})(?<alias>b)`,
  ])('a pattern made to take for ever does not: %s', (pattern) => {
    const read = parseNamePattern(pattern);
    const startedAt = performance.now();
    for (let n = 0; n < 20; n += 1) expect(read('a'.repeat(256 - n))).toBeNull();
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});
