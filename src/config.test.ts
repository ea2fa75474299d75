import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const base = { DATABASE_URL: 'postgres://a:b@127.0.0.1/c' };

describe('mail settings', () => {
  it('without a server there is none', () => expect(readConfig(base).smtp).toBeNull());
  it.each([
    ['countersign@corp.example', { name: '', address: 'countersign@corp.example' }],
    ['Countersign <countersign@corp.example>', { name: 'Countersign', address: 'countersign@corp.example' }],
  ])('the sender %s', (SMTP_FROM, from) => {
    const SMTP_URL = 'smtps://user:p%40ss@mail.corp.example:465';
    expect(readConfig({ ...base, SMTP_URL, SMTP_FROM }).smtp).toEqual({ url: SMTP_URL, from });
  });
  it.each([
    [{ SMTP_URL: 'smtp://127.0.0.1' }, 'SMTP_FROM: mail needs a sender'],
    [{ SMTP_URL: 'https://127.0.0.1', SMTP_FROM: 'a@corp.example' }, 'SMTP_URL'],
    [{ SMTP_URL: 'smtp://127.0.0.1', SMTP_FROM: 'a@corp.example, b@corp.example' }, 'SMTP_FROM'],
    [{ SMTP_URL: 'smtp://127.0.0.1', SMTP_FROM: 'A\r\nBcc: x <a@corp.example>' }, 'SMTP_FROM'],
    [{ SMTP_URL: 'smtp://127.0.0.1', SMTP_FROM: 'nobody' }, 'SMTP_FROM'],
  ])('%j is refused', (settings, message) => {
    expect(() => readConfig({ ...base, ...settings })).toThrow(message);
  });
});

describe('units at once', () => {
  it('are four unless said otherwise', () => {
    expect(readConfig(base).unitsAtOnce).toBe(4);
    expect(readConfig({ ...base, COUNTERSIGN_UNITS_AT_ONCE: '8' }).unitsAtOnce).toBe(8);
  });
  it.each(['0', '33', '2.5', 'many'])('%s is refused', (COUNTERSIGN_UNITS_AT_ONCE) => {
    expect(() => readConfig({ ...base, COUNTERSIGN_UNITS_AT_ONCE })).toThrow('COUNTERSIGN_UNITS_AT_ONCE');
  });
});

describe('the address people use', () => {
  it('must be said in production where others reach the server, as cookies would be sent unencrypted otherwise', () => {
    expect(() => readConfig({ ...base, HOST: '0.0.0.0' })).toThrow('PUBLIC_URL');
    const PUBLIC_URL = 'https://countersign.corp.example';
    expect(readConfig({ ...base, HOST: '0.0.0.0', PUBLIC_URL }).publicUrl).toBe(PUBLIC_URL);
  });
  it.each(['127.0.0.1', '::1', 'localhost'])('need not be said on %s', (HOST) => {
    expect(readConfig({ ...base, HOST }).host).toBe(HOST);
  });
});
