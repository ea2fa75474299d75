import { Button } from '@mantine/core';
import { IconFlag, IconPlayerPlay, IconWritingSign } from '@tabler/icons-react';
import { useSession } from '../../../api/queries.ts';
import type { Campaign } from '../../../api/types.ts';
import type { AskedStep } from './dialogs/step-dialog.tsx';

interface ActionsProps {
  campaign: Campaign;
  onAsk: (step: AskedStep) => void;
}
/** The next step of the campaign is the primary button; each asks again, in numbers. */
export function CampaignActions({ campaign, onAsk }: ActionsProps) {
  const { person } = useSession();
  if (!campaign.canManage) return null;
  const isOwner = campaign.owner.id === person.id;
  return (
    <>
      {campaign.status === 'draft' || campaign.status === 'active' ? (
        <Button variant="outline" data-danger onClick={() => onAsk('cancel')}>
          Cancel campaign…
        </Button>
      ) : null}
      {campaign.status === 'draft' ? (
        <Button
          variant="filled"
          leftSection={<IconPlayerPlay size={14} stroke={1.75} aria-hidden />}
          onClick={() => onAsk('start')}
        >
          Start…
        </Button>
      ) : null}
      {campaign.status === 'active' ? (
        <Button
          variant="filled"
          leftSection={<IconFlag size={14} stroke={1.75} aria-hidden />}
          onClick={() => onAsk('close')}
        >
          Close…
        </Button>
      ) : null}
      {campaign.status === 'closed' ? (
        <Button
          variant="filled"
          disabled={!isOwner}
          title={isOwner ? undefined : 'Only the owner signs'}
          leftSection={<IconWritingSign size={14} stroke={1.75} aria-hidden />}
          onClick={() => onAsk('sign-off')}
        >
          Sign off…
        </Button>
      ) : null}
    </>
  );
}
