import { NormalizedSchema } from '@smithy/core/schema';

/** A schema as the SDK clients export it; only NormalizedSchema looks inside. */
export type Schema = Parameters<typeof NormalizedSchema.of>[0];

export type ShapeKind =
  | 'structure'
  | 'list'
  | 'map'
  | 'string'
  | 'number'
  | 'boolean'
  | 'timestamp'
  | 'blob'
  | 'document'
  | 'unit';

/** What the codecs need to know of one SDK schema, read once. */
export interface Shape {
  readonly kind: ShapeKind;
  readonly name: string;
  readonly isUnion: boolean;
  /** Structure members in model order. */
  readonly members: ReadonlyMap<string, Member>;
  readonly required: readonly string[];
  /** Element of a list or value of a map. */
  readonly element: Member | undefined;
  readonly isFlattened: boolean;
}

export interface Member {
  readonly shape: Shape;
  readonly xmlName: string | undefined;
  readonly isFlattened: boolean;
  /** Secrets and what is known of people: not for logs. */
  readonly isSensitive: boolean;
  /** REST: where the member is when not in the body. */
  readonly httpQuery: string | undefined;
  readonly httpHeader: string | undefined;
}

const shapes = new Map<unknown, Shape>();

/** The shape behind an SDK schema. Recursive schemas are fine: members are read on first use. */
export function shapeOf(schema: Schema): Shape {
  return shapeOfNormalized(NormalizedSchema.of(schema));
}

function shapeOfNormalized(schema: NormalizedSchema): Shape {
  const key = schema.getSchema();
  const known = typeof key === 'object' ? shapes.get(key) : undefined;
  if (known) return known;
  const shape = new LazyShape(schema);
  if (typeof key === 'object') shapes.set(key, shape);
  return shape;
}

class LazyShape implements Shape {
  readonly kind: ShapeKind;
  readonly name: string;
  readonly isUnion: boolean;
  readonly isFlattened: boolean;
  readonly #schema: NormalizedSchema;
  #members: Map<string, Member> | undefined;
  #element: Member | undefined;

  constructor(schema: NormalizedSchema) {
    this.#schema = schema;
    this.kind = kindOf(schema);
    this.name = schema.getName() ?? '';
    this.isUnion = this.kind === 'structure' && schema.isUnionSchema();
    this.isFlattened = Boolean(schema.getMergedTraits().xmlFlattened);
  }

  get members(): Map<string, Member> {
    if (!this.#members) {
      this.#members = new Map();
      if (this.kind === 'structure') {
        for (const [name, member] of this.#schema.structIterator()) this.#members.set(name, memberOf(member));
      }
    }
    return this.#members;
  }

  /** A static structure schema lists required members first and their number last. */
  get required(): string[] {
    const raw = this.#schema.getSchema();
    const count = this.kind === 'structure' && Array.isArray(raw) && typeof raw[6] === 'number' ? raw[6] : 0;
    return [...this.members.keys()].slice(0, count);
  }

  get element(): Member | undefined {
    if (this.kind !== 'list' && this.kind !== 'map') return undefined;
    this.#element ??= memberOf(this.#schema.getValueSchema());
    return this.#element;
  }
}

function memberOf(schema: NormalizedSchema): Member {
  const traits = schema.getMergedTraits();
  return {
    shape: shapeOfNormalized(schema),
    xmlName: traits.xmlName as string | undefined,
    isFlattened: Boolean(traits.xmlFlattened),
    isSensitive: Boolean(traits.sensitive),
    httpQuery: traits.httpQuery as string | undefined,
    httpHeader: traits.httpHeader as string | undefined,
  };
}

function kindOf(schema: NormalizedSchema): ShapeKind {
  if (schema.isUnitSchema()) return 'unit';
  if (schema.isStructSchema()) return 'structure';
  if (schema.isListSchema()) return 'list';
  if (schema.isMapSchema()) return 'map';
  if (schema.isTimestampSchema()) return 'timestamp';
  if (schema.isBooleanSchema()) return 'boolean';
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) return 'number';
  if (schema.isBlobSchema()) return 'blob';
  if (schema.isDocumentSchema()) return 'document';
  return 'string';
}
