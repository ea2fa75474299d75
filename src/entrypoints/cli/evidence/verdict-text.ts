import type { Verdict } from './verify-pack.ts';

const place = ({ file, row }: { file: string; row?: number }): string =>
  row === undefined ? file : `${file}, row ${row}`;

/** The outcome in words, for people. */
export const verdictText = (verdict: Verdict, hasTrustedKeys: boolean): string => {
  const { campaign, createdAt, rows, keyId, fingerprint, auditCheckpoint, findings } = verdict;
  const what = campaign
    ? [
        `Campaign ${campaign.name} (${campaign.id}), pack of ${createdAt}`,
        `${rows.population ?? 0} items, ${rows.decisions ?? 0} decisions, ${rows.events ?? 0} events`,
        `Signed with key ${keyId}${fingerprint === null ? '' : `, SHA-256 ${fingerprint}`}`,
        ...(auditCheckpoint === null
          ? []
          : [`Audit log on ${auditCheckpoint.at}: ${auditCheckpoint.count} entries, head ${auditCheckpoint.head}`]),
      ]
    : [];
  if (!verdict.isIntact)
    return [
      ...what,
      '',
      'NOT VERIFIED: this is not the pack that was signed.',
      ...findings.map((each) => `  ${place(each)}: ${each.message}`),
    ].join('\n');
  if (verdict.signer === 'trusted')
    return [...what, '', 'VERIFIED: intact, and signed by a key that you trust.'].join('\n');
  return [
    ...what,
    '',
    hasTrustedKeys
      ? 'NOT VERIFIED: intact, but signed by none of the keys that you trust, nor by one that they endorse.'
      : 'NOT VERIFIED: intact, signer unknown. It was checked against its own key only, which anybody could have put there.',
  ].join('\n');
};

export const verdictMend = (verdict: Verdict, hasTrustedKeys: boolean): string =>
  !verdict.isIntact
    ? 'Get the pack again from the server or from whoever gave it to you, and ask who changed this one.'
    : hasTrustedKeys
      ? 'Compare the fingerprint with the installation that should have made it; do not take its key from the pack.'
      : 'Name a key with --key FILE or --keys FILE: from /.well-known/countersign-keys.json, got and kept before.';

export const isVerified = (verdict: Verdict): boolean => verdict.isIntact && verdict.signer === 'trusted';
