import { Modal } from '@mantine/core';
import type { Campaign } from '../../../../api/types.ts';
import { type CampaignStep, useCampaignStep } from '../../use-campaign.ts';
import { CancelStep, CloseStep } from './close-step.tsx';
import { SignOffStep } from './sign-off-step.tsx';
import { StartStep } from './start-step.tsx';
import type { StepFrame } from './step-form.tsx';

export type AskedStep = CampaignStep['kind'] | null;
const titles = {
  start: 'Start the campaign',
  close: 'Close the campaign',
  'sign-off': 'Sign off',
  cancel: 'Cancel the campaign',
} as const;

interface StepDialogProps {
  campaign: Campaign;
  asked: AskedStep;
  onClose: () => void;
}
/** Every step that can't be taken back says first what it will do, in numbers. */
export function StepDialog({ campaign, asked, onClose }: StepDialogProps) {
  return (
    <Modal
      opened={asked !== null}
      onClose={onClose}
      title={asked ? titles[asked] : ''}
      closeButtonProps={{ 'aria-label': 'Close' }}
      size={480}
    >
      {asked ? <Step campaign={campaign} asked={asked} onClose={onClose} /> : null}
    </Modal>
  );
}

function Step({ campaign, asked, onClose }: StepDialogProps & { asked: CampaignStep['kind'] }) {
  const step = useCampaignStep(campaign.id);
  const frame: StepFrame = {
    error: step.error,
    isBusy: step.isPending,
    onCancel: onClose,
    take: (wish) => step.mutate(wish, { onSuccess: onClose }),
  };
  if (asked === 'start') return <StartStep campaign={campaign} frame={frame} />;
  if (asked === 'close') return <CloseStep campaign={campaign} frame={frame} />;
  if (asked === 'sign-off') return <SignOffStep campaign={campaign} frame={frame} />;
  return <CancelStep campaign={campaign} frame={frame} />;
}
