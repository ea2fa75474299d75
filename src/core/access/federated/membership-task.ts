import type { NewNotification } from '../../notifications/ports.ts';
import type { PersonId } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';
import type { ManualInstructions } from '../model/manual-instructions.ts';
import type { ManualTaskId } from '../provisioning-ports.ts';
import type { Member } from './ports.ts';

/** What the administrators of the identity provider are asked to do, and how that becomes known here. */
export const membershipTask = ({ identityProvider, group, email }: Member) => ({
  title: `Remove ${email} from group ${group} in ${identityProvider}`,
  instructions: {
    console: [
      `Sign in to ${identityProvider} as an administrator and open the group ${group}.`,
      `Remove ${email} from it. Where a rule or another directory fills the group, change it there.`,
      `Then upload the groups of ${identityProvider} again, under IdP groups: the upload proves it.`,
    ],
    awsCli: null,
  } satisfies ManualInstructions,
});

/** `again`: the upload that shows that it was not done; each is told about once. */
export const membershipTaskNeeded = (
  owners: readonly PersonId[],
  { id, title }: { id: ManualTaskId; title: string },
  again?: Instant,
): NewNotification[] =>
  owners.map((personId) => ({
    personId,
    kind: 'manual-task',
    objectKind: 'manual-task',
    objectId: id,
    title: again ? `Still there: ${title}` : title,
    body: again
      ? 'It was said to be done, and the groups that were uploaded since still have the member.'
      : 'AWS cannot do this: it is for the administrators of the identity provider. The task says how.',
    link: `/tasks/${id}`,
    dedupeKey: again ? `manual/${id}/${again}` : `manual/${id}`,
  }));
