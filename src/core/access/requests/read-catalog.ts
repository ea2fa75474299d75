import type { Viewer } from '../../security/model/viewer.ts';
import type { PersonId } from '../../shared/ids.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import type { CatalogRef, FederatedRole, GivingGroup } from '../model/request/federated-role.ts';
import type { EntitlementRef, Requestable, Subject } from '../model/request/requestable.ts';
import { isFederatedRole, subjectFor } from './ask-for-whom.ts';
import { type AnswerPorts, answerForRole, answersFor, type PolicyAnswerView } from './read-answer.ts';

export interface CatalogQuery extends PageRequest {
  q?: string | undefined;
  kind?: CatalogRef['kind'] | undefined;
}
/**
 * Names of everything that could be had: each permission set on each active AWS account of its organization, each group
 * that no identity provider owns, and each IAM role that a group of an identity provider gives by a confirmed mapping.
 * Everybody may read it: names, and nothing of who holds what (SEC-2).
 */
export interface Catalog {
  page(query: CatalogQuery): Promise<Page<CatalogRef>>;
}
export interface EntitlementNameView {
  ref: EntitlementRef;
  name: string;
  awsAccount: { awsAccountId: string; name: string } | null;
  description: string | null;
}
export type CatalogItemView = Omit<EntitlementNameView, 'ref'> & {
  ref: CatalogRef;
  isHeld: boolean;
  /** The groups that give a role; empty for what is given here. */
  givenBy: GivingGroup[];
  answer: PolicyAnswerView;
};
interface Asking {
  viewer: Viewer;
  subject: Subject;
  minutes: number;
}

/** A page of the catalog with what the policies say about each of its rows, and why not (REQ-1). Refuses as subjectFor. */
export const readCatalog = async (
  ports: AnswerPorts & { catalog: Catalog },
  query: CatalogQuery & { viewer: Viewer; minutes: number; forPersonId: PersonId | undefined },
): Promise<Page<CatalogItemView>> => {
  const { viewer, minutes, forPersonId, ...page } = query;
  const subject = await subjectFor(ports.facts, viewer, forPersonId);
  const asking = { viewer, subject, minutes };
  const { items: refs, ...rest } = await ports.catalog.page(page);
  // In the catalog's order: what can be asked for comes before what an identity provider gives.
  const items = [...(await requestableItems(ports, asking, refs)), ...(await roleItems(ports, asking, refs))];
  return { ...rest, items };
};

const requestableItems = async (
  ports: AnswerPorts,
  asking: Asking,
  refs: readonly CatalogRef[],
): Promise<CatalogItemView[]> => {
  const askable = refs.filter((ref): ref is EntitlementRef => !isFederatedRole(ref));
  const wanted = (await ports.facts.requestables(askable)).filter((what): what is Requestable => what !== null);
  const answers = await answersFor(ports, asking, wanted);
  return wanted.map(({ ref, name, awsAccount, description }, index) => ({
    ref,
    name,
    awsAccount,
    description,
    givenBy: [],
    ...(answers[index] as (typeof answers)[number]),
  }));
};

const roleItems = async (
  { facts }: AnswerPorts,
  asking: Asking,
  refs: readonly CatalogRef[],
): Promise<CatalogItemView[]> => {
  const roles = await facts.federatedRoles(refs.filter(isFederatedRole), asking.subject.id);
  return roles
    .filter((role): role is FederatedRole => role !== null)
    .map((role) => ({ ...role, ...answerForRole(role, asking) }));
};
