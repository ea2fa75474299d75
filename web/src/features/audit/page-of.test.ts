import { expect, it } from 'vitest';
import { pageOf } from './page-of.ts';

const object = { id: 'x_1', name: 'X', isThere: true, partOf: null };
const request = { kind: 'access-request', id: 'req_1' };

it('what has a page of its own leads there while it is there', () => {
  expect(pageOf({ ...object, kind: 'policy' })).toBe('/policies/x_1');
  expect(pageOf({ ...object, kind: 'policy', isThere: false })).toBeNull();
});

it('what has none leads to what shows it', () => {
  expect(pageOf({ ...object, kind: 'lease', partOf: request })).toBe('/requests/req_1');
});

it('what nothing shows leads nowhere', () => {
  expect(pageOf({ ...object, kind: 'signing-key', isThere: false })).toBeNull();
  expect(pageOf({ ...object, kind: 'api-token' })).toBeNull();
});
