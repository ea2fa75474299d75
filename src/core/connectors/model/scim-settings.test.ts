import { describe, expect, it } from 'vitest';
import { Refusal } from '../../shared/refusal.ts';
import { validScim } from './scim-settings.ts';

const tenant = '1a2b3c4d5e6-7f80-4a1b-9c2d-0123456789ab';
const on = { scimEnabled: true, identityCenterEnabled: true, identityCenterRegion: 'eu-west-1' };
const check = (scimEndpoint: string | null, settings: object = {}, simulated: string | null = null) => {
  try {
    return validScim({ ...on, scimEndpoint, ...settings }, simulated).scimEndpoint;
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} at ${error.field}`;
    throw error;
  }
};
const endpoint = `https://scim.eu-west-1.amazonaws.com/${tenant}/scim/v2/`;

describe('the SCIM endpoint', () => {
  it('is the host of Identity Center in its region, with a tenant and nothing else', () => {
    expect(check(endpoint)).toBe(endpoint);
    expect(check(` ${endpoint.slice(0, -1)} `)).toBe(endpoint);
    expect(check(`https://SCIM.eu-west-1.amazonaws.com/${tenant}/scim/v2`)).toBe(endpoint);
  });

  it.each([
    ['cn-north-1', 'scim.cn-north-1.amazonaws.com.cn'],
    ['us-gov-west-1', 'scim.us-gov-west-1.amazonaws.com'],
    ['eusc-de-east-1', 'scim.eusc-de-east-1.amazonaws.eu'],
  ])('in %s is at %s', (identityCenterRegion, host) => {
    const there = `https://${host}/${tenant}/scim/v2/`;
    expect(check(there, { identityCenterRegion })).toBe(there);
    expect(check(endpoint, { identityCenterRegion })).toBe('scim-endpoint-invalid at scimEndpoint');
  });

  // The server would bring a token to it, and answer with what it said (SSRF).
  it.each([
    `http://scim.eu-west-1.amazonaws.com/${tenant}/scim/v2/`,
    `https://scim.us-east-1.amazonaws.com/${tenant}/scim/v2/`,
    `https://scim.eu-west-1.amazonaws.com.evil.example/${tenant}/scim/v2/`,
    `https://scim.eu-west-1.amazonaws.com@evil.example/${tenant}/scim/v2/`,
    `https://user:pw@scim.eu-west-1.amazonaws.com/${tenant}/scim/v2/`,
    `https://scim.eu-west-1.amazonaws.com:8443/${tenant}/scim/v2/`,
    `https://scim.eu-west-1.amazonaws.com/${tenant}/scim/v2/?x=1`,
    `https://scim.eu-west-1.amazonaws.com/${tenant}/scim/v2/#x`,
    `https://scim.eu-west-1.amazonaws.com/${tenant}/../scim/v2/`,
    `https://scim.eu-west-1.amazonaws.com\\@evil.example/${tenant}/scim/v2/`,
    'https://169.254.169.254/latest/meta-data/',
    'http://127.0.0.1:5432/',
    'file:///etc/passwd',
    'scim.eu-west-1.amazonaws.com',
    `https://scim.eu-west-1.amazonaws.com/${tenant}/scim/v2/\nX: y`,
  ])('is not %s', (text) => {
    expect(check(text)).toBe('scim-endpoint-invalid at scimEndpoint');
  });

  it('may be the simulated AWS in the demo, and there only with a tenant', () => {
    const simulated = 'http://127.0.0.1:4566';
    expect(check(`${simulated}/${tenant}/scim/v2/`, {}, simulated)).toBe(`${simulated}/${tenant}/scim/v2/`);
    expect(check(`${simulated}/_simulator/state`, {}, simulated)).toBe('scim-endpoint-invalid at scimEndpoint');
    expect(check(`http://127.0.0.1:5432/${tenant}/scim/v2/`, {}, simulated)).toBe(
      'scim-endpoint-invalid at scimEndpoint',
    );
  });

  it('is asked for, with Identity Center and its region', () => {
    expect(check(null)).toBe('scim-endpoint-missing at scimEndpoint');
    expect(check(endpoint, { identityCenterEnabled: false })).toBe('scim-needs-identity-center at scimEnabled');
    expect(check(endpoint, { scimEnabled: false, identityCenterRegion: null })).toBe(
      'scim-endpoint-invalid at scimEndpoint',
    );
    expect(check('', { scimEnabled: false })).toBeNull();
  });
});
