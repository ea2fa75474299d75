declare const brand: unique symbol;
/** A prefixed id, e.g. `con_…`: the prefix says what it names, the brand keeps kinds apart at compile time. */
export type Id<Prefix extends string> = `${Prefix}_${string}` & { readonly [brand]: Prefix };

export type PersonId = Id<'per'>;
export type ApplicationId = Id<'app'>;
export type ConnectorId = Id<'con'>;
export type RunId = Id<'run'>;
export type ApiTokenId = Id<'tok'>;

/** Makes ids; the adapter uses a cryptographic source, since core has none. */
export interface Ids {
  next<Prefix extends string>(prefix: Prefix): Id<Prefix>;
}
