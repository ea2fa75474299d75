import { createHash } from 'node:crypto';
import type { Finding } from './strict-zip.ts';

export interface ChainClaim {
  file: string;
  links: string;
  count: number;
  head: string;
}

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
const start = '0'.repeat(64);
const mostFindings = 10;

/** One row a line, between the brackets of a JSON array. */
export const rowsOf = (json: string): string[] =>
  json
    .split('\n')
    .filter((line) => line !== '' && line !== '[' && line !== ']' && line !== '[]')
    .map((line) => line.replace(/,$/, ''));

interface Link {
  row: string;
  chain: string;
}
const linksOf = (text: string): Link[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, row = '', chain = ''] = line.split(' ');
      return { row, chain };
    });

/**
 * Walks the rows along their chain and says of each that is not where or what it was: changed, moved, added or missing.
 * `claim` is what the signed manifest says of count and head.
 */
export const checkChain = (claim: ChainClaim, json: string, linksText: string): Finding[] => {
  const { file } = claim;
  const rows = rowsOf(json);
  const links = linksOf(linksText);
  const findings = fewOf(file, rowFindings(file, rows, links));
  if (rows.length !== claim.count)
    findings.push({
      file,
      row: Math.min(rows.length, claim.count) + 1,
      message:
        rows.length < claim.count
          ? `${claim.count - rows.length} of ${claim.count} rows are missing`
          : `${rows.length - claim.count} rows more than the ${claim.count} that were signed`,
    });
  let head = start;
  for (const [index, row] of rows.entries()) {
    head = sha256(`${head}\n${row}\n`);
    if (findings.length === 0 && head !== links[index]?.chain)
      findings.push({ file: claim.links, row: index + 1, message: `its link does not fit the rows of ${file}` });
  }
  if (findings.length === 0 && head !== claim.head)
    findings.push({ file, message: 'its rows do not end in the head that was signed' });
  return findings;
};

/** A row too many moves all that follow: the first ones say what happened. */
const fewOf = (file: string, findings: Finding[]): Finding[] => {
  const more = findings.length - mostFindings;
  return more > 0 ? [...findings.slice(0, mostFindings), { file, message: `and ${more} more rows` }] : findings;
};

const rowFindings = (file: string, rows: readonly string[], links: readonly Link[]): Finding[] => {
  const places = new Map(links.map(({ row }, index) => [row, index + 1]));
  const hashes = rows.map(sha256);
  const findings: Finding[] = [];
  for (const [index, hash] of hashes.entries()) {
    if (hash === links[index]?.row) continue;
    const was = places.get(hash);
    const message =
      was === undefined
        ? index < links.length
          ? 'this row was changed'
          : 'this row was added'
        : `this row stood in place ${was}: rows were moved or taken out`;
    findings.push({ file, row: index + 1, message });
  }
  return findings;
};
