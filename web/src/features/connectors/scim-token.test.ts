import { expect, it } from 'vitest';
import { lifeWords, scimTokenLife } from './scim-token.ts';

const now = new Date('2026-11-24T12:00:00.000Z');
const inDays = (days: number) => ({ expiresAt: new Date(now.getTime() + days * 86_400_000).toISOString() });

it('a token asks for attention from thirty days before its end, and is told as expired from its end on', () => {
  const states = [365, 30.5, 30, 0.01, 0, -3].map((days) => scimTokenLife(inDays(days), now).state);
  expect(states).toEqual(['good', 'good', 'ending', 'ending', 'expired', 'expired']);
});

it('its days are counted as in the reminders: a day that has begun is a day', () => {
  const words = [29.5, 1, 0.2, -1].map((days) => lifeWords(scimTokenLife(inDays(days), now)));
  expect(words).toEqual(['expires in 30 days', 'expires in 1 day', 'expires in 1 day', 'has expired']);
});
