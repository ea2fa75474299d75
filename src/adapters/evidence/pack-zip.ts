import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

export interface PackFile {
  name: string;
  content: Uint8Array;
}

/**
 * A fixed instant in local time, since a zip keeps local time without a zone: the same bytes wherever it is made.
 * 1980-01-01 is the earliest a zip can say.
 */
const fixedTime = (): Date => new Date(1980, 0, 1);

/**
 * Files in the given order, not compressed: a compressed stream has bits that may change without changing its content,
 * and the same content compresses differently from one version of zlib to the next. The verifier accepts exactly this.
 */
export const packZip = async (files: readonly PackFile[]): Promise<Uint8Array> => {
  const zip = new ZipFile();
  const options = { mtime: fixedTime(), mode: 0o100644, compress: false, forceDosTimestamp: true };
  for (const { name, content } of files) zip.addBuffer(Buffer.from(content), name, options);
  zip.end();
  return buffer(zip.outputStream as NodeJS.ReadableStream);
};
