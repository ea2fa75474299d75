import { type Checkpoint, isCheckpoint, signerOfCheckpoint } from '../audit/checkpoints.ts';
import { type ChainClaim, checkChain, sha256 } from './check-chain.ts';
import { fingerprintOf, isPackKey, isSignedBy, isTrusted, type PackKey } from './signing-keys.ts';
import { type Finding, readStrictZip, type ZipEntry } from './strict-zip.ts';

export interface Verdict {
  /** Nothing was changed since somebody signed it. */
  isIntact: boolean;
  /** `trusted`: by a key that the reader trusts. `unknown`: by the key in the pack, which anybody could have put there. */
  signer: 'trusted' | 'unknown';
  keyId: string | null;
  fingerprint: string | null;
  campaign: { id: string; name: string } | null;
  createdAt: string | null;
  rows: Record<string, number>;
  /** Of the audit log when the pack was made; null in packs of before it had any. */
  auditCheckpoint: Checkpoint | null;
  findings: Finding[];
}

interface Manifest {
  format: string;
  campaign: { id: string; name: string };
  createdAt: string;
  keyId: string;
  auditCheckpoint?: unknown;
  chains: Record<string, ChainClaim>;
  files: { name: string; bytes: number; sha256: string }[];
}

const known = 'countersign-evidence-1';
const unsigned = new Set(['manifest.json', 'manifest.sig']);

/**
 * Checks a pack without any server: the archive byte by byte, the signature over the manifest, every file against it, and
 * every row along its chain. Says of each fault in which file, and row where there are rows. Never throws for what a pack
 * holds.
 */
export const verifyPack = (bytes: Uint8Array, trustedKeys: readonly string[]): Verdict => {
  const { entries, findings } = readStrictZip(bytes);
  const verdict: Verdict = {
    isIntact: false,
    signer: 'unknown',
    keyId: null,
    fingerprint: null,
    campaign: null,
    createdAt: null,
    rows: {},
    auditCheckpoint: null,
    findings,
  };
  const files = new Map(entries.map(({ name, content }) => [name, content]));
  const manifestBytes = files.get('manifest.json');
  const manifest = manifestBytes && parseManifest(manifestBytes);
  if (!manifestBytes || !manifest) {
    findings.push({ file: 'manifest.json', message: manifestBytes ? 'cannot be read' : 'is missing' });
    return verdict;
  }
  const { campaign, createdAt, keyId } = manifest;
  const rows = Object.fromEntries(Object.entries(manifest.chains).map(([name, { count }]) => [name, count]));
  findings.push(...fileFindings(manifest, entries, files));
  const signature = checkSignature(manifest, manifestBytes, files, trustedKeys);
  findings.push(...signature.findings);
  const { auditCheckpoint = null } = manifest;
  if (auditCheckpoint !== null && !isSignedCheckpoint(auditCheckpoint, files))
    findings.push({
      file: 'manifest.json',
      message: 'its checkpoint of the audit log is not signed by a key of the pack',
    });
  return {
    ...verdict,
    auditCheckpoint: isCheckpoint(auditCheckpoint) ? auditCheckpoint : null,
    campaign,
    createdAt,
    keyId,
    rows,
    signer: signature.signer,
    fingerprint: signature.fingerprint,
    isIntact: findings.length === 0,
    findings: ordered(findings),
  };
};

const textOf = (content: Uint8Array): string => Buffer.from(content).toString('utf8');

const parseManifest = (content: Uint8Array): Manifest | null => {
  try {
    const manifest = JSON.parse(textOf(content)) as Manifest;
    const isReadable =
      manifest.format === known &&
      Array.isArray(manifest.files) &&
      manifest.files.every(({ name, sha256: digest }) => typeof name === 'string' && typeof digest === 'string') &&
      Object.values(manifest.chains).every(({ file, links }) => typeof file === 'string' && typeof links === 'string');
    return isReadable ? manifest : null;
  } catch {
    return null;
  }
};

const fileFindings = (
  manifest: Manifest,
  entries: readonly ZipEntry[],
  files: ReadonlyMap<string, Uint8Array>,
): Finding[] => {
  const findings: Finding[] = [];
  const listed = new Map(manifest.files.map((file) => [file.name, file]));
  const chainOf = new Map(Object.values(manifest.chains).map((claim) => [claim.file, claim]));
  for (const { name, sha256: digest } of manifest.files) {
    const content = files.get(name);
    if (!content) findings.push({ file: name, message: 'is missing' });
    else if (sha256(content) !== digest) {
      const claim = chainOf.get(name);
      const inRows = claim ? checkChain(claim, textOf(content), textOf(files.get(claim.links) ?? Buffer.alloc(0))) : [];
      findings.push(...(inRows.length > 0 ? inRows : [{ file: name, message: 'was changed' }]));
    }
  }
  for (const claim of chainOf.values()) {
    const [content, links] = [files.get(claim.file), files.get(claim.links)];
    if (content && links && findings.length === 0) findings.push(...checkChain(claim, textOf(content), textOf(links)));
  }
  for (const { name } of entries)
    if (!listed.has(name) && !unsigned.has(name))
      findings.push({ file: name, message: 'was added: it is not signed for' });
  const names = entries.map(({ name }) => name);
  for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index)))
    findings.push({ file: name, message: 'is there more than once' });
  return findings;
};

const checkSignature = (
  manifest: Manifest,
  manifestBytes: Uint8Array,
  files: ReadonlyMap<string, Uint8Array>,
  trustedKeys: readonly string[],
): Pick<Verdict, 'signer' | 'fingerprint'> & { findings: Finding[] } => {
  const signature = files.get('manifest.sig');
  const none = { signer: 'unknown' as const, fingerprint: null };
  if (!signature) return { ...none, findings: [{ file: 'manifest.sig', message: 'is missing' }] };
  const keys = keysOf(files.get('keys.json'));
  const key = keys.find(({ id }) => id === manifest.keyId);
  if (!key) return { ...none, findings: [{ file: 'keys.json', message: `has no key ${manifest.keyId}` }] };
  if (!isSignedBy(key.publicKeyPem, manifestBytes, signature))
    return {
      ...none,
      findings: [
        { file: 'manifest.json', message: 'is not what was signed: it was changed, or manifest.sig or the key was' },
        ...(signature.length === 64 ? [] : [{ file: 'manifest.sig', message: 'is no Ed25519 signature' }]),
      ],
    };
  return {
    signer: isTrusted(manifest.keyId, keys, trustedKeys) ? 'trusted' : 'unknown',
    fingerprint: fingerprintOf(key.publicKeyPem),
    findings: [],
  };
};

const isSignedCheckpoint = (value: unknown, files: ReadonlyMap<string, Uint8Array>): boolean =>
  isCheckpoint(value) && signerOfCheckpoint(value, keysOf(files.get('keys.json')), []).signer !== 'none';

const keysOf = (content: Uint8Array | undefined): PackKey[] => {
  try {
    const { keys } = JSON.parse(textOf(content ?? Buffer.alloc(0))) as { keys: unknown[] };
    return keys.filter(isPackKey);
  } catch {
    return [];
  }
};

/** What is wrong inside files first; that the archive then differs as well follows from it. */
const ordered = (findings: readonly Finding[]): Finding[] => [
  ...findings.filter(({ file }) => !isArchive(file)),
  ...findings.filter(({ file }) => isArchive(file)),
];
const isArchive = (file: string): boolean => file.includes('archive');
