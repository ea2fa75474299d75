import type { World } from '../../state/world.ts';

/** AWS accounts whose user `tester` sends the calls: the organization's, and one outside of it. */
export type Who = 'management' | 'member' | 'outsider';

/** How an operation refuses: by a code and a text that are AWS's, for what is different in the input or the caller. */
export interface ErrorCase {
  /** On the wire, without the ending that JSON services share. */
  readonly code: string;
  readonly message: string | RegExp;
  /** 400 without. */
  readonly status?: number;
  /** Members of the input that are other than in the case's. */
  readonly input?: object;
  readonly as?: Who;
  /** What has to be so before. */
  readonly when?: (world: World) => void;
}

/** One operation in the prepared world: an input that is answered, who may ask, and how else it is refused. */
export interface OperationCase {
  readonly input: object;
  /** The management account without. */
  readonly as?: Who;
  /** The IAM action where it has not the operation's name; false for what needs no permission. */
  readonly action?: string | false;
  /** The ARNs that AWS checks the action on; those without are checked on `*`. */
  readonly resources?: readonly string[];
  /** What the operation refuses beside permission, rate and constraints; none where nothing can be wrong. */
  readonly errors?: readonly ErrorCase[];
}

export type Cases = Readonly<Record<string, OperationCase>>;
