import type { UseQueryResult } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { statusOf } from '../../api/problem.ts';
import { AsOfPicker } from '../../features/access/as-of-picker.tsx';
import { accessQuestions } from '../../features/access/questions.ts';
import { EntityPage } from '../../features/inventory/heads/entity-page.tsx';
import {
  AwsAccountFacts,
  GroupFacts,
  IdentityFacts,
  PermissionSetFacts,
  PersonFacts,
  RoleFacts,
  RoleTrust,
} from '../../features/inventory/heads/facts.tsx';
import { IamDetails } from '../../features/inventory/iam/iam-details.tsx';
import { useIamDetails } from '../../features/inventory/iam/use-iam-details.ts';
import { SetDetails } from '../../features/inventory/permission-set/set-details.tsx';
import { useSetDetails } from '../../features/inventory/permission-set/use-set-details.ts';
import { Failed } from '../../ui/feedback/states.tsx';
import { StateWord } from '../../ui/status/state-words.tsx';
import { Badge } from '../../ui/status/status.tsx';
import { EntityTabs, useAsOf } from './entity-tabs.tsx';

const useId = () => (useParams({ strict: false }) as { id: string }).id;
const access = (question: Parameters<typeof EntityTabs>[0]['questions'][number]['question']) => [
  { id: 'access', label: 'Access', question },
];

/** A tab of what was read besides; none where it is not the viewer's to see. A failure is shown as one, not as nothing. */
function tabOf<T>(
  { data, error, refetch }: UseQueryResult<T>,
  { show, ...tab }: { id: string; label: string; show: (data: T) => ReactNode },
) {
  if (data !== undefined) return { ...tab, content: show(data) };
  const isNotTheirs = [403, 404].includes(statusOf(error) ?? 0);
  return error && !isNotTheirs
    ? { ...tab, content: <Failed error={error} retry={() => void refetch()} what={tab.label} /> }
    : null;
}

/** The part of the page that IAM tells, for who may see it. */
function IamTabs({ id, label, ...tabs }: { id: string; label: string } & Parameters<typeof EntityTabs>[0]) {
  const details = useIamDetails(id, useAsOf());
  return <EntityTabs {...tabs} more={tabOf(details, { id: 'iam', label, show: (of) => <IamDetails of={of} /> })} />;
}

export function PersonPage() {
  const id = useId();
  return (
    <EntityPage
      key={id}
      path="/api/v1/people/:id"
      params={{ id }}
      section={{ label: 'People', to: '/people' }}
      title={(person) => person.name}
      beside={(person) => <StateWord state={person.status} />}
      facts={(person) => <PersonFacts of={person} />}
      actions={<AsOfPicker />}
    >
      {() => <EntityTabs questions={access(accessQuestions.person(id))} changes={{ personId: id }} />}
    </EntityPage>
  );
}

export function IdentityPage() {
  const id = useId();
  return (
    <EntityPage
      key={id}
      path="/api/v1/identities/:id"
      params={{ id }}
      asOf={useAsOf()}
      section={{ label: 'Identities', to: '/identities' }}
      title={(identity) => identity.name}
      beside={(identity) => <StateWord state={identity.status} />}
      facts={(identity) => <IdentityFacts of={identity} />}
      actions={<AsOfPicker />}
    >
      {(identity) =>
        identity.kind === 'identity-center-user' ? (
          <EntityTabs questions={access(accessQuestions.identity(id))} changes={{ entityId: id }} />
        ) : (
          <IamTabs
            id={id}
            label={identity.kind === 'iam-user' ? 'Policies and sign-in' : 'Policies and use'}
            questions={access(accessQuestions.identity(id))}
            changes={{ entityId: id }}
          />
        )
      }
    </EntityPage>
  );
}

export function AwsAccountPage() {
  const id = useId();
  return (
    <EntityPage
      key={id}
      path="/api/v1/aws-accounts/:awsAccountId"
      params={{ awsAccountId: id }}
      asOf={useAsOf()}
      section={{ label: 'AWS accounts', to: '/aws-accounts' }}
      title={(account) => account.name}
      beside={(account) => (
        <>
          <StateWord state={account.status} />
          {account.isManagement ? <Badge>management account of the organization</Badge> : null}
        </>
      )}
      facts={(account) => <AwsAccountFacts of={account} />}
      actions={<AsOfPicker />}
    >
      {(account) => (
        <IamTabs
          id={account.id}
          label="Root user"
          questions={access(accessQuestions.awsAccount(id))}
          changes={{ awsAccountId: id }}
        />
      )}
    </EntityPage>
  );
}

export function GroupPage() {
  const id = useId();
  const questions = [
    { id: 'access', label: 'Members', question: accessQuestions.members(id) },
    { id: 'grants', label: 'What it gives', question: accessQuestions.grants(id) },
  ];
  return (
    <EntityPage
      key={id}
      path="/api/v1/groups/:id"
      params={{ id }}
      asOf={useAsOf()}
      section={{ label: 'Groups', to: '/groups' }}
      title={(group) => group.name}
      facts={(group) => <GroupFacts of={group} />}
      actions={<AsOfPicker />}
    >
      {(group) =>
        group.kind === 'iam-group' ? (
          <IamTabs id={id} label="Policies" questions={questions} changes={{ entityId: id }} />
        ) : (
          <EntityTabs questions={questions} changes={{ entityId: id }} />
        )
      }
    </EntityPage>
  );
}

export function PermissionSetPage() {
  const id = useId();
  const details = useSetDetails(id, useAsOf());
  return (
    <EntityPage
      key={id}
      path="/api/v1/permission-sets/:id"
      params={{ id }}
      asOf={useAsOf()}
      section={{ label: 'Permission sets', to: '/permission-sets' }}
      title={(set) => set.name}
      facts={(set) => <PermissionSetFacts of={set} />}
      actions={<AsOfPicker />}
    >
      {() => (
        <EntityTabs
          questions={access(accessQuestions.permissionSet(id))}
          changes={{ entityId: id }}
          more={tabOf(details, { id: 'allows', label: 'What it allows', show: (of) => <SetDetails of={of} /> })}
        />
      )}
    </EntityPage>
  );
}

export function RolePage() {
  const id = useId();
  return (
    <EntityPage
      key={id}
      path="/api/v1/roles/:id"
      params={{ id }}
      asOf={useAsOf()}
      section={{ label: 'Roles', to: '/roles' }}
      title={(role) => role.name}
      facts={(role) => <RoleFacts of={role} />}
      actions={<AsOfPicker />}
    >
      {(role) => (
        <>
          <RoleTrust of={role} />
          <IamTabs
            id={id}
            label="Policies and use"
            questions={access(accessQuestions.role(id))}
            changes={{ entityId: id }}
          />
        </>
      )}
    </EntityPage>
  );
}
