import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packZip } from '../../src/adapters/evidence/pack-zip.ts';
import { readStrictZip } from '../../src/entrypoints/cli/evidence/strict-zip.ts';
import { verifyPack } from '../../src/entrypoints/cli/evidence/verify-pack.ts';
import { newKey, sampleCheckpoint, sampleData, samplePack, sampleSigner } from './sample-pack.ts';

const key = newKey('key_sample');
const pack = await samplePack(key);
const trusted = [key.publicKeyPem];
const files = readStrictZip(pack).entries.map(({ name, content }) => ({ name, content: Buffer.from(content) }));
const names = files.map(({ name }) => name);

/** The pack with its files changed, packed as Countersign packs. */
const repacked = (change: (all: typeof files) => typeof files) =>
  packZip(change(structuredClone(files).map((file) => ({ ...file, content: Buffer.from(file.content) }))));
const changed = (name: string, change: (text: string) => string) =>
  repacked((all) =>
    all.map((file) =>
      file.name === name ? { name, content: Buffer.from(change(file.content.toString('utf8'))) } : file,
    ),
  );
const findingsOf = (bytes: Uint8Array) => {
  const { isIntact, findings } = verifyPack(bytes, trusted);
  expect(isIntact).toBe(false);
  return findings.map(({ file, row, message }) => `${file}${row === undefined ? '' : ` row ${row}`}: ${message}`);
};

it('an untouched pack is intact and its signer trusted; another key’s owner does not trust it', () => {
  expect(verifyPack(pack, trusted)).toMatchObject({
    isIntact: true,
    signer: 'trusted',
    findings: [],
    rows: { decisions: 4 },
  });
  expect(verifyPack(pack, [newKey('key_other').publicKeyPem])).toMatchObject({ isIntact: true, signer: 'unknown' });
  expect(verifyPack(pack, [])).toMatchObject({ isIntact: true, signer: 'unknown' });
});

describe('any change anywhere', () => {
  it('of one byte, wherever it is, is found, and what holds the byte is named', () => {
    const places = fileAtIn(pack);
    fc.assert(
      fc.property(fc.nat(pack.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const altered = Uint8Array.from(pack);
        altered[at] = (altered[at] as number) ^ flip;
        const { isIntact, findings } = verifyPack(altered, trusted);
        const name = places(at);
        const isNamed = findings.some(({ file }) => (name === null ? file.includes('archive') : file.startsWith(name)));
        return !isIntact && isNamed;
      }),
      { numRuns: 1500 },
    );
  });

  it('cut off, doubled, or with something in front or behind, is found', () => {
    fc.assert(
      fc.property(fc.nat(pack.length - 1), fc.uint8Array({ minLength: 1, maxLength: 40 }), (at, extra) => {
        const variants = [
          pack.subarray(0, at),
          Buffer.concat([pack, extra]),
          Buffer.concat([extra, pack]),
          Buffer.concat([pack.subarray(0, at), extra, pack.subarray(at)]),
        ];
        return variants.every((each) => {
          const { isIntact, findings } = verifyPack(each, trusted);
          return !isIntact && findings.length > 0;
        });
      }),
      { numRuns: 200 },
    );
  });

  it('in each file by itself is said of that file', async () => {
    for (const name of names.filter((each) => !each.startsWith('manifest.'))) {
      const said = findingsOf(await changed(name, (text) => text.replace(/[a-z](?=[^a-z]*$)/, '_')));
      expect(said[0], name).toMatch(new RegExp(`^${name.replace('.', '\\.')}`));
    }
    expect(findingsOf(await changed('manifest.json', (text) => text.replace('Q4', 'Q3')))).toEqual([
      'manifest.json: is not what was signed: it was changed, or manifest.sig or the key was',
    ]);
  });
});

describe('a file', () => {
  it.each(names)('%s taken out is missed', async (name) => {
    const said = findingsOf(await repacked((all) => all.filter((file) => file.name !== name)));
    expect(said).toContainEqual(expect.stringMatching(new RegExp(`^${name.replace('.', '\\.')}: is missing`)));
  });
  it('added is not signed for', async () => {
    const extra = { name: 'approval.pdf', content: Buffer.from('%PDF') };
    expect(findingsOf(await repacked((all) => [...all, extra]))).toEqual([
      'approval.pdf: was added: it is not signed for',
    ]);
  });
  it('there twice is found', async () => {
    const said = findingsOf(await repacked((all) => [...all, ...all.filter(({ name }) => name === 'decisions.json')]));
    expect(said).toEqual(['decisions.json: is there more than once']);
  });
});

describe('a row', () => {
  const onLines = (change: (lines: string[]) => string[]) => (text: string) => {
    const lines = change(
      text
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => line.replace(/,$/, '')),
    );
    return `[\n${lines.join(',\n')}\n]\n`;
  };
  it('changed is named', async () => {
    expect(findingsOf(await changed('decisions.json', (text) => text.replace('"revoke"', '"certify"')))).toEqual([
      'decisions.json row 2: this row was changed',
    ]);
  });
  it('moved is named, with where it stood', async () => {
    const swap = onLines(([a, b, c, d]) => [a, c, b, d] as string[]);
    expect(findingsOf(await changed('decisions.json', swap))).toEqual([
      'decisions.json row 2: this row stood in place 3: rows were moved or taken out',
      'decisions.json row 3: this row stood in place 2: rows were moved or taken out',
    ]);
  });
  it('cut from the end is missed', async () => {
    expect(
      findingsOf(
        await changed(
          'events.json',
          onLines((lines) => lines.slice(0, -1)),
        ),
      ),
    ).toEqual(['events.json row 5: 1 of 5 rows are missing']);
  });
  it('added is named', async () => {
    const add = onLines((lines) => [...lines, '{"n":5,"itemId":"itm_5","decision":"certify"}']);
    expect(findingsOf(await changed('decisions.json', add))).toContain('decisions.json row 5: this row was added');
  });
  it('cut together with its link is missed all the same: the manifest counts', async () => {
    const cut = await repacked((all) =>
      all.map((file) => {
        const text = file.content.toString('utf8');
        if (file.name === 'events.json')
          return { ...file, content: Buffer.from(onLines((lines) => lines.slice(0, -1))(text)) };
        return file.name === 'events.chain'
          ? { ...file, content: Buffer.from(text.split('\n').slice(0, 4).join('\n')) }
          : file;
      }),
    );
    expect(findingsOf(cut)).toContain('events.json row 5: 1 of 5 rows are missing');
  });
});

describe('signing anew', () => {
  it('with another key makes an intact pack that nobody trusts', async () => {
    const data = sampleData();
    for (const row of data.decisions) row.decision = 'certify';
    const forged = await samplePack(newKey('key_sample'), data);
    expect(verifyPack(forged, trusted)).toMatchObject({ isIntact: true, signer: 'unknown' });
  });
  it('and naming the real key as its endorser is seen through', async () => {
    const forger = newKey('key_forger');
    const endorsed = { ...forger, endorsedBy: key.id, endorsement: sampleSigner.endorse(forger, forger) };
    const forged = await samplePack(endorsed, sampleData(), [key, endorsed]);
    expect(verifyPack(forged, trusted)).toMatchObject({ isIntact: true, signer: 'unknown' });
  });
  it('after a rotation is trusted by who trusts the old key, over any number of rotations', async () => {
    const [second, third] = [newKey('key_2'), newKey('key_3')];
    const chain = [
      key,
      { ...second, endorsedBy: key.id, endorsement: sampleSigner.endorse(key, second) },
      { ...third, endorsedBy: second.id, endorsement: sampleSigner.endorse(second, third) },
    ];
    const rotated = await samplePack(third, sampleData(), chain);
    expect(verifyPack(rotated, trusted)).toMatchObject({ isIntact: true, signer: 'trusted' });
  });
});

it('a checkpoint of the audit log that somebody else signed is not vouched for, also not by a pack that is ours', async () => {
  const foreign = sampleCheckpoint(newKey('key_sample'));
  expect(verifyPack(await samplePack(key, sampleData(), [key], foreign), trusted)).toMatchObject({
    isIntact: false,
    findings: [
      { file: 'manifest.json', message: 'its checkpoint of the audit log is not signed by a key of the pack' },
    ],
  });
  expect(verifyPack(await samplePack(key, sampleData(), [key], null), trusted)).toMatchObject({
    isIntact: true,
    auditCheckpoint: null,
  });
});

it('the same data make the same pack, byte for byte, in any time zone', async () => {
  const zone = process.env.TZ;
  for (const each of ['UTC', 'Pacific/Kiritimati', 'America/St_Johns']) {
    process.env.TZ = each;
    expect(Buffer.from(await samplePack(key)).equals(pack), each).toBe(true);
  }
  process.env.TZ = zone;
});

/** Which file holds a byte, by its content, header or directory entry; null for the archive's own end. */
function fileAtIn(bytes: Uint8Array): (at: number) => string | null {
  const regions: { from: number; to: number; name: string }[] = [];
  const archive = Buffer.from(bytes);
  for (let at = 0, n = 0; n < names.length; n += 1) {
    const to = at + 30 + archive.readUInt16LE(at + 26) + archive.readUInt32LE(at + 22);
    regions.push({ from: at, to, name: names[n] as string });
    at = to;
  }
  let at = regions.at(-1)?.to ?? 0;
  for (const name of names) {
    const to = at + 46 + archive.readUInt16LE(at + 28);
    regions.push({ from: at, to, name });
    at = to;
  }
  return (place) => regions.find(({ from, to }) => place >= from && place < to)?.name ?? null;
}
