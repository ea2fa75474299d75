import type { Clock } from '../shared/ports.ts';
import type { ServiceIdentity } from './model/service-identity.ts';
import type { AwsProbe } from './ports.ts';

const knownForMs = 60_000;
/** Not knowing is never remembered for long: credentials may arrive any moment (CON-12). */
const unknownForMs = 5_000;

/** Who the product is in AWS, asked at most once a minute; callers at the same moment share one question. */
export const cachedServiceIdentity = (ports: { probe: AwsProbe; clock: Clock }): (() => Promise<ServiceIdentity>) => {
  let cached: { identity: Promise<ServiceIdentity>; untilMs: number } | null = null;
  return async () => {
    const nowMs = Date.parse(await ports.clock.now());
    if (cached && nowMs < cached.untilMs) return cached.identity;
    const entry = { identity: ports.probe.serviceIdentity(), untilMs: nowMs + unknownForMs };
    cached = entry;
    const identity = await entry.identity;
    if (identity.principalArn !== null) entry.untilMs = nowMs + knownForMs;
    return identity;
  };
};
