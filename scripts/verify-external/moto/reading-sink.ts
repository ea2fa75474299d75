import type { EntityFact, GrantFact, UseFact } from '../../../src/core/inventory/model/fact.ts';
import type { ReadFacts, ScopeSink } from '../../../src/core/inventory/ports.ts';

/** Keeps what a reading found, in memory. */
export class ReadingSink implements ScopeSink {
  readonly entities: EntityFact[] = [];
  readonly grants: GrantFact[] = [];
  readonly uses: UseFact[] = [];
  /** What could not be read, in words. */
  readonly failures: string[] = [];

  async rows({ entities = [], grants = [], uses = [] }: ReadFacts): Promise<void> {
    this.entities.push(...entities);
    this.grants.push(...grants);
    this.uses.push(...uses);
  }
  async complete(_scope: unknown, facts: ReadFacts): Promise<void> {
    await this.rows(facts);
  }
  async failed(scope: { kind: string; a: { nativeId: string } }, failure: { message: string }): Promise<void> {
    this.failures.push(`${scope.kind} of ${scope.a.nativeId}: ${failure.message}`);
  }
  async log(): Promise<void> {}
  async decided(): Promise<void> {}
  async denied(): Promise<void> {}
  async rotated(): Promise<void> {}
  part<T>(_key: string, read: () => Promise<T>): Promise<T> {
    return read();
  }
  plan(): void {}
  called(): void {}

  /** Entities that a listing described, each once and as whole as it was told; not those that were only mentioned. */
  listed(kind: EntityFact['kind']): EntityFact[] {
    const described = this.entities.filter((entity) => entity.kind === kind && !entity.isMention);
    const whole = described.toSorted((a, b) => Number(a.unread === undefined) - Number(b.unread === undefined));
    return [...new Map(whole.map((entity) => [entity.nativeId, entity])).values()];
  }
  held(kind: GrantFact['kind'], targetKind: EntityFact['kind']): GrantFact[] {
    return this.grants.filter((grant) => grant.kind === kind && grant.target.kind === targetKind);
  }
}
