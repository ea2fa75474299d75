import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Http, startHttp } from './start-http.ts';

let http: Http;
beforeAll(async () => {
  http = await startHttp();
});
afterAll(() => http?.stop());

test('the description of the API holds every schema that its routes refer to', async () => {
  const { status, body } = await http.anonymous.get('/api/openapi.json');
  expect(status).toBe(200);
  const wanted = JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
  const names = [...new Set([...wanted].map(([, name]) => name as string))];
  expect(names).toEqual(expect.arrayContaining(['Connector', 'Setup', 'AccessRequest', 'Policy']));
  expect(names.filter((name) => !(name in body.components.schemas))).toEqual([]);
  expect(body.components.schemas.Setup.properties).toHaveProperty('provisioning');
  expect(body.components.schemas.Instant).toMatchObject({ type: 'string' });
});
