/** What worlds ask the builder for; ids, dates and the rest follow from the seed. */
export interface KeyPair {
  readonly accessKeyId: string;
  readonly secret: string;
}

export interface UserWish {
  readonly name: string;
  readonly path?: string;
  readonly groups?: readonly string[];
  readonly attached?: readonly string[];
  readonly inline?: Readonly<Record<string, unknown>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** True: a key of the world's seed; a pair: that one. */
  readonly key?: KeyPair | boolean;
  /** As old as the user without. */
  readonly keyDaysOld?: number;
  /** Never without. */
  readonly keyUsed?: UseWish;
  /** Besides, an older key that was set inactive. */
  readonly hasRetiredKey?: boolean;
  /** Gives the user a password. */
  readonly passwordUsedDaysAgo?: number;
  readonly hasMfa?: boolean;
}

export interface UseWish {
  readonly daysAgo: number;
  /** By namespace. */
  readonly service: string;
  readonly region: string;
}

export interface RoleWish {
  readonly name: string;
  readonly path?: string;
  readonly trust: readonly object[];
  readonly description?: string;
  readonly attached?: readonly string[];
  readonly inline?: Readonly<Record<string, unknown>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly maxSessionSeconds?: number;
  /** Never without. */
  readonly used?: Omit<UseWish, 'service'>;
}

export interface PolicyWish {
  readonly name: string;
  readonly path?: string;
  readonly document: object;
}

export interface SetWish {
  readonly name: string;
  readonly description: string;
  readonly session: string;
  readonly managed?: readonly string[];
  readonly inline?: readonly object[];
  readonly tags?: Readonly<Record<string, string>>;
}

export function managedArn(path: string): string {
  return path.startsWith('arn:') ? path : `arn:aws:iam::aws:policy/${path}`;
}

export function allow(action: string | readonly string[], resource: string | readonly string[] = '*'): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] };
}

export function documents(inline: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(inline).map(([name, document]) => [name, JSON.stringify(document)]));
}

export function tagList(tags: Readonly<Record<string, string>> = {}): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
