import { Button, Modal } from '@mantine/core';
import { sentenceOf } from '../../api/problem.ts';
import type { Member, MemberRole } from '../../api/types.ts';
import { Banner } from '../../ui/status/banner.tsx';
import { counted } from '../../ui/text/words.ts';
import classes from './members.module.css';
import type { RoleChange, useRoleChange } from './use-members.ts';

interface ConfirmProps {
  member: Member;
  isMe: boolean;
  asked: RoleChange | null;
  nameOf: (role: MemberRole) => string;
  change: ReturnType<typeof useRoleChange>;
  onClose: () => void;
}
/** Asked for what reaches far: making or unmaking a Super Administrator, one's own roles, connectors left without. */
export function ConfirmChange(props: ConfirmProps) {
  const { asked, change, onClose } = props;
  const close = () => {
    change.reset();
    onClose();
  };
  return (
    <Modal
      opened={asked !== null}
      onClose={close}
      title={asked?.isGiven ? 'Make a Super Administrator' : 'Take the role away'}
      closeButtonProps={{ 'aria-label': 'Close' }}
      size={460}
    >
      {asked ? <Question {...props} asked={asked} onClose={close} /> : null}
    </Modal>
  );
}

function Question({ member, isMe, asked, nameOf, change, onClose }: ConfirmProps & { asked: RoleChange }) {
  const confirm = () => change.mutate(asked, { onSuccess: onClose });
  return (
    <div className={classes.dialog}>
      {change.isError ? (
        <Banner tone="bad" isAnswer>
          {sentenceOf(change.error)}
        </Banner>
      ) : null}
      {asked.isGiven ? (
        <p>
          <strong>{member.name}</strong> then sees and changes everything here, and decides who may do what; also about
          you.
        </p>
      ) : (
        <p>
          <strong>{isMe ? 'You are' : `${member.name} is`}</strong> no longer <strong>{nameOf(asked.role)}</strong> from
          the next request on. {consequence(member, asked.role, isMe)}
        </p>
      )}
      <div className={classes.foot}>
        <Button variant="outline" data-danger loading={change.isPending} onClick={confirm}>
          {asked.isGiven ? 'Make Super Administrator' : 'Take it away'}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </div>
  );
}

const consequence = (member: Member, role: MemberRole, isMe: boolean): string => {
  if (role === 'connector-administrator' && member.ownedConnectorCount > 0)
    return `They own ${counted(member.ownedConnectorCount, 'connector', 'connectors')}, and can manage none of them any more: other owners and Super Administrators can.`;
  if (member.roles.some((each) => each.role === role && each.isFromClaim))
    return 'The sign-in provider gave it, and gives it again at the next sign-in: take it away there as well.';
  return isMe ? 'You can’t give it back to yourself.' : 'What they own and what they did stays as it is.';
};
