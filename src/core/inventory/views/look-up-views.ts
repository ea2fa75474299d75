import type { Viewer } from '../../security/model/viewer.ts';
import type { GroupKind } from './inventory-views.ts';
import type { AwsAccountRef, PersonRef } from './list.ts';

export interface LookUp {
  /** Part of a name, e-mail or number, or a whole id; everything when absent. */
  q?: string | undefined;
  limit: number;
}
/** The best matches: equal names first, then by name. `total` counts the others too. */
export interface Found<Item> {
  items: Item[];
  total: number;
}
export type PersonNameView = PersonRef & { email: string | null };
export interface GroupNameView {
  id: string;
  kind: GroupKind;
  name: string;
  awsAccount: AwsAccountRef | null;
}

/**
 * Names to choose from: who writes policies, runs campaigns or names owners must be able to name what they hold nothing
 * with. Ids and names only, never who holds what (docs/decisions/0011). Each refuses who lacks `directory.look-up`.
 */
export interface LookUpViews {
  lookUpPeople(
    viewer: Viewer,
    query: LookUp & { status?: 'active' | 'inactive' | undefined },
  ): Promise<Found<PersonNameView>>;
  /** Not those of others that only a trust policy names. */
  lookUpAwsAccounts(viewer: Viewer, query: LookUp): Promise<Found<AwsAccountRef>>;
  lookUpPermissionSets(viewer: Viewer, query: LookUp): Promise<Found<{ id: string; name: string }>>;
  lookUpGroups(viewer: Viewer, query: LookUp): Promise<Found<GroupNameView>>;
  /** Active people; nobody for a viewer who has no review item to give away and lacks `directory.look-up`. */
  lookUpReviewers(viewer: Viewer, query: LookUp): Promise<Found<PersonNameView>>;
}
