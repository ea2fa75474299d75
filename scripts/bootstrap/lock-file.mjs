import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Fault } from './fault.mjs';

/** SHA-256 of package-lock.json. */
export function lockHash(root) {
  return createHash('sha256').update(readLock(root)).digest('hex');
}

/**
 * Compares package-lock.json with node_modules/.package-lock.json, which npm writes when an install is complete. Packages
 * for other platforms may be missing.
 */
export function isInstalledAsLocked(root) {
  const wanted = parse(readLock(root));
  const found = parse(readIfThere(path.join(root, 'node_modules', '.package-lock.json')));
  if (!wanted?.packages || !found?.packages) return false;
  return Object.entries(wanted.packages).every(([place, entry]) => {
    if (place === '') return true;
    const installed = found.packages[place];
    return installed ? installed.version === entry.version : Boolean(entry.optional || entry.peer);
  });
}

function readLock(root) {
  const text = readIfThere(path.join(root, 'package-lock.json'));
  if (text === undefined) throw new Fault('package-lock.json is missing: is this a whole clone of Countersign?');
  return text;
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
