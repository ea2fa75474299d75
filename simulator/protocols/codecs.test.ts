import { readdirSync, readFileSync } from 'node:fs';
import * as iam from '@aws-sdk/client-iam';
import * as identityStore from '@aws-sdk/client-identitystore';
import { describe, expect, it } from 'vitest';
import { writeJson } from './json-writer.ts';
import { readQuery } from './query-reader.ts';
import { type Schema, shapeOf } from './shape.ts';
import { escapeXml, writeXml } from './xml-writer.ts';

const shape = (module: object, name: string) => shapeOf((module as Record<string, unknown>)[name] as Schema);
const USER = { Path: '/', UserName: 'a', UserId: 'AIDA', Arn: 'arn', CreateDate: new Date('2024-05-06T07:08:09.000Z') };

describe('an answer', () => {
  const listUsers = shape(iam, 'ListUsersResponse$');

  it('with a member the SDK does not know, without one it requires, or of a wrong type never leaves', () => {
    expect(() => writeXml(listUsers, { Users: [], Extra: 1 })).toThrow('has no member Extra');
    expect(() => writeXml(listUsers, { IsTruncated: false })).toThrow('lacks its required member Users');
    expect(() => writeXml(listUsers, { Users: 'x' })).toThrow();
    expect(() => writeJson(shape(identityStore, 'User$'), { IdentityStoreId: 'd', UserId: 5 })).toThrow();
    expect(() => writeJson(shape(identityStore, 'User$'), { UserId: 'x' })).toThrow('required member IdentityStoreId');
  });

  it('writes dates as ISO 8601 in XML and as seconds with a fraction in JSON', () => {
    expect(writeXml(listUsers, { Users: [USER] })).toContain('<CreateDate>2024-05-06T07:08:09Z</CreateDate>');
    const created = { IdentityStoreId: 'd', UserId: 'u', CreatedAt: new Date(1650989104461) };
    expect(writeJson(shape(identityStore, 'User$'), created)).toContain('"CreatedAt":1650989104.461');
  });

  it('escapes what XML cannot hold', () => {
    expect(escapeXml('<a b="c">&\'\u0001')).toBe('&lt;a b=&quot;c&quot;&gt;&amp;&apos;\ufffd');
  });
});

describe('Query parameters', () => {
  it('become lists and structures', () => {
    const parameters = new URLSearchParams(
      'UserName=a&Tags.member.2.Key=k2&Tags.member.2.Value=v2&Tags.member.1.Key=k1&Tags.member.1.Value=',
    );
    expect(readQuery(shape(iam, 'CreateUserRequest$'), parameters)).toEqual({
      UserName: 'a',
      Tags: [
        { Key: 'k1', Value: '' },
        { Key: 'k2', Value: 'v2' },
      ],
    });
  });

  it('in a shape that does not fit are refused', () => {
    const read = (text: string) => () => readQuery(shape(iam, 'CreateUserRequest$'), new URLSearchParams(text));
    expect(read('Tags.member.1=x')).toThrow('Unexpected value for Tags');
    expect(read('UserName.x=1')).toThrow('Unexpected complex element');
  });
});

it('every pattern of the extracted constraints is a regular expression here too', () => {
  const folder = new URL('./constraints/', import.meta.url);
  let patterns = 0;
  for (const file of readdirSync(folder)) {
    for (const [, pattern] of readFileSync(new URL(file, folder), 'utf8').matchAll(/pattern=(.*)"/g)) {
      const source = JSON.parse(`"${pattern}"`) as string;
      expect(() => new RegExp(`^(?:${source})$`), source).not.toThrow();
      patterns += 1;
    }
  }
  expect(patterns).toBeGreaterThan(300);
});
