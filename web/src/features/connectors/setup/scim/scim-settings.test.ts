import { describe, expect, it } from 'vitest';
import { isSameEndpoint, nothingEntered, scimPartOf } from './scim-settings.ts';

const endpoint = 'https://scim.eu-north-1.amazonaws.com/f3b1c2d4e5-1a2b-3c4d-5e6f-7a8b9c0d1e2f/scim/v2/';
const saved = { scimEndpoint: endpoint, identityCenterRegion: 'eu-north-1' };
const values = {
  roleArn: 'arn:aws:iam::481203377190:role/Countersign',
  organizationsEnabled: true,
  identityCenterEnabled: true,
  identityCenterRegion: 'eu-north-1',
  scimEnabled: true,
  scimEndpoint: endpoint,
};

describe('what is sent of SCIM', () => {
  it('holds a token only when one was typed', () => {
    expect(scimPartOf(values, nothingEntered, saved)).toEqual({ scimEndpoint: endpoint });
    expect(scimPartOf(values, { token: '   ', expiresOn: '2027-01-31' }, saved)).toEqual({ scimEndpoint: endpoint });
    expect(scimPartOf(values, { token: ' t0ken\n', expiresOn: '' }, saved)).toEqual({
      scimEndpoint: endpoint,
      scimToken: 't0ken',
    });
  });

  it('says the first moment of the day that was entered, so that reminders come early rather than late', () => {
    expect(scimPartOf(values, { token: 't', expiresOn: '2027-01-31' }, saved).scimTokenExpiresAt).toBe(
      new Date(2027, 0, 31).toISOString(),
    );
  });

  it('holds nothing that was typed while SCIM is off, and drops the endpoint of a region that was left', () => {
    const off = { ...values, scimEnabled: false, scimEndpoint: 'half an addr' };
    expect(scimPartOf(off, { token: 't', expiresOn: '2027-01-31' }, saved)).toEqual({ scimEndpoint: endpoint });
    expect(scimPartOf({ ...off, identityCenterRegion: 'eu-west-1' }, nothingEntered, saved)).toEqual({
      scimEndpoint: null,
    });
  });
});

it('an endpoint stays the same however its host, its end and the blanks around it are written', () => {
  expect(isSameEndpoint(` ${endpoint.replace('https://scim', 'HTTPS://SCIM').replace(/\/$/, '')} `, endpoint)).toBe(
    true,
  );
  expect(isSameEndpoint(endpoint.replace('f3b1', 'f3b2'), endpoint)).toBe(false);
  expect(isSameEndpoint('', null)).toBe(true);
});
