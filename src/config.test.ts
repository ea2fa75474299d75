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

describe('sign-in by OpenID Connect', () => {
  const oidc = {
    ...base,
    PUBLIC_URL: 'https://countersign.corp.example/',
    OIDC_ISSUER: 'https://login.corp.example/tenant',
    OIDC_CLIENT_ID: 'countersign',
    OIDC_CLIENT_SECRET: 'a client secret',
  };
  it('is off without an issuer', () => expect(readConfig(base).oidc).toBeNull());
  it('has addresses of ours to register, by PUBLIC_URL, and the provider’s host as its name', () => {
    expect(readConfig(oidc).oidc?.provider).toMatchObject({
      name: 'login.corp.example',
      redirectUri: 'https://countersign.corp.example/sign-in/callback',
      signedOutUri: 'https://countersign.corp.example/signed-out',
      scopes: 'openid profile email',
    });
    expect(readConfig({ ...oidc, OIDC_SIGN_OUT: 'off' }).oidc?.provider.signedOutUri).toBeNull();
  });
  it('maps groups to roles, by lines or semicolons, also where a group’s name has an equals sign or a comma', () => {
    const OIDC_ROLE_MAP = 'cn=admins,ou=groups=super-administrator; risk = auditor\n\nops=connector-administrator;';
    expect(readConfig({ ...oidc, OIDC_ROLE_MAP }).oidc?.rules.roleMap).toEqual([
      { value: 'cn=admins,ou=groups', role: 'super-administrator' },
      { value: 'risk', role: 'auditor' },
      { value: 'ops', role: 'connector-administrator' },
    ]);
  });
  it('lets plain http through for a provider on a loopback address', () => {
    expect(readConfig({ ...oidc, OIDC_ISSUER: 'http://127.0.0.1:9000' }).oidc?.provider.issuer).toBe(
      'http://127.0.0.1:9000',
    );
  });
  it.each([
    [{ OIDC_ISSUER: 'http://login.corp.example' }, 'OIDC_ISSUER: must be https'],
    [{ OIDC_ISSUER: 'login.corp.example' }, 'OIDC_ISSUER'],
    [{ OIDC_ISSUER: '' }, 'OIDC_ISSUER: the provider itself is missing'],
    [{ OIDC_CLIENT_ID: '' }, 'OIDC_CLIENT_ID'],
    [{ OIDC_CLIENT_SECRET: '' }, 'OIDC_CLIENT_SECRET'],
    [{ OIDC_CLIENT_SECRET_FILE: '/run/secrets/oidc' }, 'OIDC_CLIENT_SECRET: give either'],
    [{ OIDC_SCOPES: 'profile email' }, 'openid'],
    [{ OIDC_ROLE_MAP: 'admins=administrator' }, 'OIDC_ROLE_MAP: "admins=administrator"'],
    [{ OIDC_ROLE_MAP: '=auditor' }, 'OIDC_ROLE_MAP'],
    [{ OIDC_ROLE_MAP: 'auditor' }, 'OIDC_ROLE_MAP'],
  ])('%j is refused', (settings, message) => {
    expect(() => readConfig({ ...oidc, ...settings })).toThrow(message);
  });
  it('no fault tells the client secret', () => {
    expect(() => readConfig({ ...oidc, OIDC_ROLE_MAP: 'x', OIDC_CLIENT_SECRET_FILE: '/f' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('a client secret') }),
    );
  });
  it('local sign-in may be off beside a provider only', () => {
    expect(readConfig({ ...oidc, COUNTERSIGN_LOCAL_SIGN_IN: 'off' }).isLocalSignInAllowed).toBe(false);
    expect(() => readConfig({ ...base, COUNTERSIGN_LOCAL_SIGN_IN: 'off' })).toThrow('nobody could sign in');
  });
});

describe('the demo', () => {
  it.each(['0.0.0.0', '192.0.2.7', '::', 'countersign.corp.example'])('does not listen on %s', (HOST) => {
    const settings = { ...base, COUNTERSIGN_MODE: 'demo', HOST };
    expect(() => readConfig(settings)).toThrow('HOST: the demo has open sign-ins');
  });
});

describe('trusted proxies', () => {
  it('are none unless named', () => {
    expect(readConfig(base).trustedProxies).toEqual([]);
    expect(readConfig({ ...base, COUNTERSIGN_TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.1' }).trustedProxies).toEqual([
      '10.0.0.0/8',
      '192.0.2.1',
    ]);
  });
});
