import { open } from 'node:fs/promises';
import { readTrustedKeys } from '../evidence/trusted-keys.ts';
import type { Verified } from '../evidence/verify-file.ts';
import { WrongUsage } from '../failures.ts';
import { checkLog, type LogVerdict } from './check-log.ts';
import { readKept } from './kept-checkpoints.ts';
import { linesOf } from './lines.ts';
import { isVerifiedLog, logVerdictMend, logVerdictText } from './log-verdict-text.ts';

export interface Trust {
  /** Files of public keys. Where there are some, keys beside kept checkpoints are not trusted for their sake alone. */
  keyFiles: readonly string[];
  checkpointFiles: readonly string[];
}

/** Verifies an exported audit log as it comes. Throws WrongUsage for files of keys or checkpoints that hold none. */
export const verifyLog = async (pieces: AsyncIterable<Uint8Array>, trust: Trust): Promise<Verified<LogVerdict>> => {
  const kept = await readKept(trust.checkpointFiles);
  const keys = await readTrustedKeys(trust.keyFiles);
  const trusted = keys.length > 0 ? keys : kept.trusted;
  const verdict = await checkLog(linesOf(pieces), { ...kept, trusted });
  const hasKeys = trusted.length > 0;
  return {
    verdict,
    isVerified: isVerifiedLog(verdict),
    text: logVerdictText(verdict, hasKeys),
    mend: logVerdictMend(verdict, hasKeys),
  };
};

/** The same for a file; throws WrongUsage where it cannot be read. */
export const verifyLogFile = async (file: string, trust: Trust): Promise<Verified<LogVerdict>> => {
  const handle = await open(file).catch((error: Error) => {
    throw new WrongUsage(`${file} cannot be read: ${error.message}.`, 'Name the file of an exported audit log.');
  });
  return verifyLog(handle.createReadStream(), trust);
};
