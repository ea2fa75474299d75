import { createHash } from 'node:crypto';
import type { EvidenceWriter } from '../../core/reviews/evidence/ports.ts';
import { packFiles, packManifest } from './pack-files.ts';
import { packZip } from './pack-zip.ts';

export const evidenceWriter: EvidenceWriter = {
  async write(data, { sign, keys, ...signing }) {
    const packed = packFiles(data, keys);
    const manifest = packManifest(data, packed, signing);
    const content = await packZip([
      { name: 'manifest.json', content: manifest },
      { name: 'manifest.sig', content: sign(manifest) },
      ...packed.files,
    ]);
    return { content, sha256: createHash('sha256').update(content).digest('hex') };
  },
};
