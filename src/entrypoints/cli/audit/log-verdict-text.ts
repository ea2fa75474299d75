import type { LogVerdict } from './check-log.ts';
import type { LogFinding } from './findings.ts';

const counted = (count: number): string => count.toLocaleString('en');
const place = ({ row, message }: LogFinding): string =>
  row === null ? `  ${message}` : `  row ${counted(row)} ${message}`;

/** The outcome in words, for people. */
export const logVerdictText = (verdict: LogVerdict, hasTrustedKeys: boolean): string => {
  const { at, sealed, waiting, checkpoint, fingerprint, kept, findings } = verdict;
  const what = [
    `Audit log${at === null ? '' : ` of ${at}`}: ${counted(sealed)} entries sealed, ${counted(waiting)} waiting`,
    ...(kept === 0
      ? []
      : [`Compared with ${kept === 1 ? 'the checkpoint' : `${counted(kept)} checkpoints`} that you kept`]),
    ...(checkpoint === null
      ? []
      : [
          `Checkpoint of ${checkpoint.at}: ${counted(checkpoint.count)} entries, head ${checkpoint.head}`,
          `Signed with key ${checkpoint.keyId}${fingerprint === null ? '' : `, SHA-256 ${fingerprint}`}`,
        ]),
    '',
  ];
  if (!verdict.isIntact)
    return [...what, 'NOT VERIFIED: this is not the log that was sealed.', ...findings.map(place)].join('\n');
  if (verdict.signer === 'trusted') {
    const after = sealed - (checkpoint?.count ?? 0) + waiting;
    const rest = after === 0 ? '' : ` The ${counted(after)} after them are in no checkpoint yet.`;
    const proven = `the first ${counted(checkpoint?.count ?? 0)} entries are what was signed, by a key that you trust.`;
    return [...what, `VERIFIED: ${proven}${rest}`].join('\n');
  }
  return [...what, `NOT VERIFIED: ${doubt(verdict, hasTrustedKeys)}`].join('\n');
};

const doubt = ({ checkpoint }: LogVerdict, hasTrustedKeys: boolean): string => {
  if (checkpoint === null)
    return 'its rows follow each other, but no checkpoint was signed: all of it could be made anew.';
  return hasTrustedKeys
    ? 'its rows follow each other, but the checkpoint is signed by none of the keys that you trust, nor by one that they endorse.'
    : 'its rows follow each other, signer unknown. It was checked against its own keys only, which anybody could have put there.';
};

export const logVerdictMend = ({ isIntact, checkpoint }: LogVerdict, hasTrustedKeys: boolean): string => {
  if (!isIntact)
    return 'Keep a copy of the database as it is, and find out who could write to it as its owner. Backups say what was there.';
  if (checkpoint === null)
    return 'The worker signs a checkpoint a minute; it needs the key file (COUNTERSIGN_SECRET_KEY_FILE).';
  return hasTrustedKeys
    ? 'Compare the fingerprint with the installation that should have sealed it; do not take its key from the log.'
    : 'Name what you kept from before: --checkpoint FILE from `countersign audit checkpoint`, or --keys FILE from /.well-known/countersign-keys.json.';
};

export const isVerifiedLog = ({ isIntact, signer }: LogVerdict): boolean => isIntact && signer === 'trusted';
