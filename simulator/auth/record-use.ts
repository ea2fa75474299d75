import type { World } from '../state/world.ts';
import type { Caller } from './caller.ts';

/** "When an access key is used more than once in a 15-minute span, only the first use is recorded" (credential report). */
const SPAN_MS = 15 * 60_000;
/** Services of all regions are used in that one. */
const GLOBAL_SERVICES = new Set(['iam', 'organizations']);
const GLOBAL_REGION = 'us-east-1';

/** The region that a service of all regions is said to be in, else that of the call. */
export function serviceRegion(service: string, region: string): string {
  return GLOBAL_SERVICES.has(service) ? GLOBAL_REGION : region;
}

/**
 * Writes down that a key or role was used, and which service with it: what GetAccessKeyLastUsed, RoleLastUsed, the
 * credential report and the last-accessed reports tell. An authenticated attempt counts, allowed or not.
 */
export function recordUse(world: World, caller: Caller, service: string, region: string): void {
  const at = Math.floor(world.clock.now() / 1000) * 1000;
  const use = { at, region: serviceRegion(service, region) };
  const isNew = (last: { at: number } | undefined) => last === undefined || at - last.at >= SPAN_MS;
  const { accessKey, role } = caller;
  let isRecorded = false;
  if (accessKey && isNew(accessKey.lastUsed)) {
    accessKey.lastUsed = { ...use, service };
    isRecorded = true;
  }
  if (role && isNew(role.lastUsed)) {
    role.lastUsed = use;
    isRecorded = true;
  }
  const principal = caller.user ?? role;
  if (principal && isNew(principal.serviceUses?.[service])) {
    principal.serviceUses = { ...principal.serviceUses, [service]: use };
    isRecorded = true;
  }
  if (isRecorded) world.changed();
}
