import { readFileSync } from 'node:fs';
import { ServiceCodec } from '../../protocols/service-codec.ts';
import type { Service } from '../../services/service.ts';

function takes(service: Service, name: string, member: string): boolean {
  return new ServiceCodec(service).operation(name)?.input.members.has(member) ?? false;
}

/** Whether the operation takes a page token: a list in pages, whether or not the SDK has a paginator for it. */
export function isPaged(service: Service, name: string): boolean {
  return takes(service, name, service.paging.token);
}

/** The largest page that AWS's model lets one ask for; undefined where a size is not asked for at all. */
export function largestPage(service: Service, name: string): number | undefined {
  const { limit } = service.paging;
  if (!takes(service, name, limit)) return undefined;
  const file = new URL(`../../protocols/constraints/${service.model}.json`, import.meta.url);
  const limits = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  return Number(/range=1\.\.(\d+)/.exec(limits[name]?.[limit] ?? '')?.[1]);
}
