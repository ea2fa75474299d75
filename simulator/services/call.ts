import { timingSafeEqual } from 'node:crypto';
import type { Caller } from '../auth/caller.ts';
import type { AwsError } from '../protocols/aws-error.ts';
import type { Collection } from '../state/collection.ts';
import type { IamAccount } from '../state/iam/iam-account.ts';
import type { World } from '../state/world.ts';
import type { Paging } from './paging.ts';

export interface CallSettings {
  /** How long an assignment takes; undefined: 1 to 3 s out of the world's seed. */
  readonly assignmentDelayMs: number | undefined;
  /** How long CloudTrail's events are under way; undefined: 2 to 10 s out of the world's seed. */
  readonly eventDelayMs?: number | undefined;
  /** What the assignment that this call starts will fail with, by a fault rule. */
  readonly failureReason?: string;
  /** What policies that lag say of this call, instead of those in force: nothing, or how they refuse it. */
  readonly latePermission?: { readonly refusal?: Pick<AwsError, 'code' | 'message' | 'status'> };
}

/** What a fault rule or a test does to the pages of one call. */
export interface PageFault {
  readonly isEmpty?: boolean;
  readonly size?: number;
}

export interface Page<T> {
  readonly items: T[];
  readonly nextToken: string | undefined;
}

/** A collection among several that are paged as one list. */
export interface Section<T> {
  readonly collection: { all(): readonly T[]; positionAfter(key: string): number; keyOf(item: T): string };
  filter?(item: T): boolean;
}

type Sections<T extends readonly unknown[]> = readonly Section<unknown>[] & {
  readonly [K in keyof T]: Section<T[K]>;
};

export interface PageOver<T extends readonly unknown[]> {
  /** The page's rows of each section, in the sections' order. */
  readonly pages: { readonly [K in keyof T]: T[K][] };
  readonly nextToken: string | undefined;
}

export type CallParts = Pick<
  Call,
  'world' | 'service' | 'operation' | 'caller' | 'region' | 'settings' | 'pageFault' | 'requestId'
>;

/** One authenticated call on its way through a handler. */
export class Call {
  readonly world: World;
  readonly service: { readonly id: string; readonly paging: Paging };
  readonly operation: string;
  readonly caller: Caller;
  readonly region: string;
  readonly settings: CallSettings;
  readonly pageFault: PageFault;
  readonly requestId: string;
  readonly #input: Record<string, unknown>;

  constructor(parts: CallParts, input: Record<string, unknown>) {
    this.world = parts.world;
    this.service = parts.service;
    this.operation = parts.operation;
    this.caller = parts.caller;
    this.region = parts.region;
    this.settings = parts.settings;
    this.pageFault = parts.pageFault;
    this.requestId = parts.requestId;
    this.#input = input;
  }

  /** The IAM of the AWS account that owns the caller's credentials. */
  get account(): IamAccount {
    const account = this.world.awsAccounts.get(this.caller.awsAccountId);
    if (!account) throw new Error(`the caller's AWS account ${this.caller.awsAccountId} does not exist`);
    return account;
  }

  get now(): number {
    return this.world.clock.now();
  }

  /** One page of a collection, after the token in the input. Filtering reads no further than the page needs. */
  page<T>(collection: Collection<T>, filter?: (item: T) => boolean): Page<T> {
    const { pages, nextToken } = this.pageOver<[T]>([{ collection, ...(filter && { filter }) }]);
    return { items: pages[0], nextToken };
  }

  /**
   * One page over several collections that share a token, one after the other. A page costs a binary search and its
   * own rows, however much came before it.
   */
  pageOver<T extends readonly unknown[]>(sections: Sections<T>): PageOver<T> {
    const { paging } = this.service;
    const token = this.#input[paging.token] as string | undefined;
    const asked = (this.#input[paging.limit] as number | undefined) ?? paging.size;
    const limit = Math.min(asked, this.pageFault.size ?? asked);
    const { from, emptyPages } = token === undefined ? FIRST_PAGE : this.#readToken(token);
    const pages: unknown[][] = sections.map(() => []);
    const answer = (nextToken: string | undefined) => ({ pages, nextToken }) as PageOver<T>;
    // Another token each time: one that repeats would say that the list has no end.
    if (this.pageFault.isEmpty) return answer(this.#makeToken(`${emptyPages + 1}:${from}`));
    const slash = from.indexOf('/');
    const first = Number(from.slice(0, slash));
    let after = from.slice(slash + 1);
    let count = 0;
    let last = from;
    for (const [index, section] of sections.entries()) {
      if (index < first) continue;
      const { collection } = section;
      const all = collection.all();
      for (let at = after === '' ? 0 : collection.positionAfter(after); at < all.length; at += 1) {
        const item = all[at];
        if (section.filter?.(item) === false) continue;
        if (count === limit) return answer(this.#makeToken(last));
        pages[index]?.push(item);
        count += 1;
        if (count === limit) last = `${index}/${collection.keyOf(item)}`;
      }
      after = '';
    }
    return answer(undefined);
  }

  #makeToken(lastKey: string): string {
    return Buffer.from(lastKey).toString('base64url') + this.#tokenMac(lastKey);
  }

  #readToken(token: string): typeof FIRST_PAGE {
    const lastKey = Buffer.from(token.slice(0, -MAC_LENGTH), 'base64url').toString();
    const mac = Buffer.from(token.slice(-MAC_LENGTH).padEnd(MAC_LENGTH));
    const expected = Buffer.from(this.#tokenMac(lastKey));
    if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) throw this.service.paging.invalidToken();
    const [, emptyPages = '0', from = ''] = /^(?:(\d+):)?(.*)$/s.exec(lastKey) ?? [];
    return { from, emptyPages: Number(emptyPages) };
  }

  /** Binds a token to caller's AWS account, operation and parameters: it is good for nothing else. */
  #tokenMac(lastKey: string): string {
    const { token, limit } = this.service.paging;
    const parameters = Object.entries(this.#input)
      .filter(([name, value]) => name !== token && name !== limit && value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const text = JSON.stringify([this.caller.awsAccountId, this.service.id, this.operation, parameters, lastKey]);
    return this.world.mac(`page/${text}`).toString('base64url').slice(0, MAC_LENGTH);
  }
}

const MAC_LENGTH = 22;
/** Section and key of the last row, and how many empty pages came after it. */
const FIRST_PAGE = { from: '0/', emptyPages: 0 };
