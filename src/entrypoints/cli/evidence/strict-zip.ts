/** A file of the archive, and where its bytes stand. */
export interface ZipEntry {
  name: string;
  content: Uint8Array;
}
/** Something is not as Countersign writes it. `file` is the nearest thing that has a name. */
export interface Finding {
  file: string;
  /** In a chained file: the row, from 1. */
  row?: number;
  message: string;
}

const localHeaderBytes = 30;
const centralHeaderBytes = 46;
const endBytes = 22;

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc >>> 0;
});
const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
};

interface Region {
  file: string;
  bytes: Buffer;
}

/** An archive of these files as Countersign writes it, piece by piece: not compressed, 1980-01-01, rw-r--r--. */
const canonicalRegions = (entries: readonly ZipEntry[]): Region[] => {
  const locals: Region[] = [];
  const centrals: Region[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const nameBytes = Buffer.from(name, 'utf8');
    // From "version needed" to "extra length", the same in both headers: APPNOTE.TXT 4.3.7 and 4.3.12.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(0x0021, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, nameBytes]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((0o100644 << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    centrals.push({
      file: `${name} (its entry in the archive's directory)`,
      bytes: Buffer.concat([Buffer.from('PK\x01\x02\x3f\x03', 'latin1'), common, rest, nameBytes]),
    });
    locals.push({ file: `${name} (its header in the archive)`, bytes: local });
    locals.push({ file: name, bytes: Buffer.from(content) });
    offset += local.length + content.length;
  }
  const end = Buffer.alloc(endBytes);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(
    centrals.reduce((sum, { bytes }) => sum + bytes.length, 0),
    12,
  );
  end.writeUInt32LE(offset, 16);
  return [...locals, ...centrals, { file: "the archive's end", bytes: end }];
};

/** Reads local headers one after the other, for as long as they make sense. */
const readEntries = (archive: Buffer): ZipEntry[] => {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at + localHeaderBytes <= archive.length && archive.readUInt32LE(at) === 0x04034b50) {
    const size = archive.readUInt32LE(at + 22);
    const nameAt = at + localHeaderBytes;
    const contentAt = nameAt + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28);
    if (contentAt + size > archive.length) break;
    entries.push({
      name: archive.toString('utf8', nameAt, nameAt + archive.readUInt16LE(at + 26)),
      content: archive.subarray(contentAt, contentAt + size),
    });
    at = contentAt + size;
  }
  return entries;
};

/** Where reading got lost: the directory at the end still knows the names. */
const readDirectory = (archive: Buffer): ZipEntry[] => {
  const endAt = archive.length - endBytes;
  if (endAt < 0 || archive.readUInt32LE(endAt) !== 0x06054b50) return [];
  const entries: ZipEntry[] = [];
  let at = archive.readUInt32LE(endAt + 16);
  while (at + centralHeaderBytes <= endAt && archive.readUInt32LE(at) === 0x02014b50) {
    const nameEnd = at + centralHeaderBytes + archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + centralHeaderBytes, nameEnd);
    const contentAt = archive.readUInt32LE(at + 42) + localHeaderBytes + Buffer.byteLength(name);
    const size = archive.readUInt32LE(at + 24);
    if (contentAt + size > archive.length) break;
    entries.push({ name, content: archive.subarray(contentAt, contentAt + size) });
    at = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
};

/**
 * The files of a pack, and the first place where the archive is not, byte for byte, the one that Countersign writes for
 * these files: no byte between the files, in a header or behind the end can hide a change. An archive that was unpacked
 * and packed again by another program is therefore refused; its files may be checked by hand (docs/evidence-format.md).
 */
export const readStrictZip = (bytes: Uint8Array): { entries: ZipEntry[]; findings: Finding[] } => {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [forward, directory] = [readEntries(archive), readDirectory(archive)];
  const entries = directory.length > forward.length ? directory : forward;
  if (entries.length === 0)
    return { entries, findings: [{ file: 'the archive', message: 'This is no evidence pack.' }] };
  let at = 0;
  for (const { file, bytes: expected } of canonicalRegions(entries)) {
    const found = archive.subarray(at, at + expected.length);
    if (!found.equals(expected))
      return { entries, findings: [{ file, message: 'The archive is not as Countersign writes it here.' }] };
    at += expected.length;
  }
  const findings =
    at === archive.length ? [] : [{ file: "the archive's end", message: 'Something was added behind the end.' }];
  return { entries, findings };
};
