import type { Viewer } from '../../security/model/viewer.ts';
import type { PersonId } from '../../shared/ids.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import type { EntitlementRef, Requestable } from '../model/request/requestable.ts';
import { subjectFor } from './ask-for-whom.ts';
import { type AnswerPorts, answersFor, type PolicyAnswerView } from './read-answer.ts';

export interface CatalogQuery extends PageRequest {
  q?: string | undefined;
  kind?: EntitlementRef['kind'] | undefined;
}
/**
 * Names of everything that could be asked for: each permission set on each active AWS account of its organization, and
 * each group that no identity provider owns. Everybody may read it: names, and nothing of who holds what (SEC-2).
 */
export interface Catalog {
  page(query: CatalogQuery): Promise<Page<EntitlementRef>>;
}
export interface EntitlementNameView {
  ref: EntitlementRef;
  name: string;
  awsAccount: { awsAccountId: string; name: string } | null;
  description: string | null;
}
export type CatalogItemView = EntitlementNameView & { isHeld: boolean; answer: PolicyAnswerView };

/** A page of the catalog with what the policies say about each of its rows, and why not (REQ-1). Refuses as subjectFor. */
export const readCatalog = async (
  ports: AnswerPorts & { catalog: Catalog },
  query: CatalogQuery & { viewer: Viewer; minutes: number; forPersonId: PersonId | undefined },
): Promise<Page<CatalogItemView>> => {
  const { viewer, minutes, forPersonId, ...page } = query;
  const subject = await subjectFor(ports.facts, viewer, forPersonId);
  const { items, ...rest } = await ports.catalog.page(page);
  const wanted = (await ports.facts.requestables(items)).filter((what): what is Requestable => what !== null);
  const answers = await answersFor(ports, { viewer, subject, minutes }, wanted);
  return {
    ...rest,
    items: wanted.map(({ ref, name, awsAccount, description }, index) => ({
      ref,
      name,
      awsAccount,
      description,
      ...(answers[index] as (typeof answers)[number]),
    })),
  };
};
