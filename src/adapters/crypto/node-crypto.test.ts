import { expect, test } from 'vitest';
import { decoyHash } from '../../core/security/model/lock-out.ts';
import { nodeCrypto, randomIds } from './node-crypto.ts';

test('an External ID has 160 bits from characters that STS takes, and never comes twice', () => {
  const made = new Set(Array.from({ length: 1000 }, () => nodeCrypto.externalId()));
  expect(made.size).toBe(1000);
  for (const id of made) expect(id).toMatch(/^cs-[0-9a-hjkmnp-tv-z]{32}$/);
});

test('every character of an External ID comes with the same chance', () => {
  const counts = new Map<string, number>();
  for (let round = 0; round < 1000; round += 1)
    for (const character of nodeCrypto.externalId().slice(3)) counts.set(character, (counts.get(character) ?? 0) + 1);
  expect(counts.size).toBe(32);
  for (const count of counts.values()) expect(count).toBeGreaterThan(800);
});

test('a password is checked against its argon2id hash and against nothing else', async () => {
  const hash = await nodeCrypto.hashPassword('correct horse battery staple');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await nodeCrypto.verifyPassword(hash, 'correct horse battery staple')).toBe(true);
  expect(await nodeCrypto.verifyPassword(hash, 'correct horse battery')).toBe(false);
});

test('the decoy of unknown people costs what a real hash costs', async () => {
  const parametersOf = (hash: string) => hash.split('$').slice(1, 4);
  expect(parametersOf(decoyHash)).toEqual(parametersOf(await nodeCrypto.hashPassword('any')));
  expect(await nodeCrypto.verifyPassword(decoyHash, 'any')).toBe(false);
});

test('ids have their prefix and fit the contract', () => {
  expect(randomIds.next('con')).toMatch(/^con_[0-9a-z]{24}$/);
});
