import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { sentenceOf as problemSentence } from '../../api/problem.ts';
import { refresh, usePermission } from '../../api/queries.ts';
import type { Policy } from '../../api/types.ts';
import { Empty, Failed, Loading } from '../../ui/feedback/states.tsx';
import { Fact, Page } from '../../ui/layout/page.tsx';
import { Banner } from '../../ui/status/banner.tsx';
import { Badge } from '../../ui/status/status.tsx';
import { Time } from '../../ui/text/time.tsx';
import { draftOf, emptyDraft } from './form/policy-draft.ts';
import { PolicyState } from './policies-page.tsx';
import { PolicyEditor } from './policy-editor.tsx';
import { sentenceOf, shapeWords } from './policy-words.ts';
import { RemovePolicy } from './remove-policy.tsx';
import { keepPolicy, policyOptions } from './use-policy.ts';

const trail = [{ label: 'Policies', to: '/policies' }];

/** One policy: its form and the Cedar text that is generated from it, side by side. */
export function PolicyPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const policy = useQuery(policyOptions(id));
  if (policy.data) return <Loaded key={`${id}:${policy.data.version}`} policy={policy.data} />;
  return (
    <Page title={policy.isError ? 'Not shown' : ''} trail={trail} here="Policy">
      {policy.isError ? (
        <Failed error={policy.error} retry={() => void policy.refetch()} what="This policy" />
      ) : (
        <Loading label="Loading the policy" />
      )}
    </Page>
  );
}

function Loaded({ policy }: { policy: Policy }) {
  const mayManage = usePermission('policies.manage');
  const [isRemoving, setRemoving] = useState(false);
  const switching = useMutation({
    mutationFn: (isEnabled: boolean) =>
      client.patch('/api/v1/policies/:id', { params: { id: policy.id }, body: { isEnabled }, ifMatch: policy.version }),
    onSuccess: keepPolicy,
  });
  return (
    <Page
      title={policy.name}
      trail={trail}
      beside={
        <>
          <PolicyState isEnabled={policy.isEnabled} />
          {policy.approvesByItself ? (
            <Badge tone="warn" sign="warn">
              approves by itself
            </Badge>
          ) : null}
        </>
      }
      facts={
        <>
          <Fact>{shapeWords(policy.form.shape)}</Fact>
          <Fact>{sentenceOf(policy.form)}</Fact>
          <Fact label="Version">
            {policy.version}, since <Time at={policy.updatedAt} />
          </Fact>
        </>
      }
      actions={
        mayManage ? (
          <>
            <Button variant="outline" data-danger onClick={() => setRemoving(true)}>
              Remove…
            </Button>
            <Button loading={switching.isPending} onClick={() => switching.mutate(!policy.isEnabled)}>
              {policy.isEnabled ? 'Turn off' : 'Turn on'}
            </Button>
          </>
        ) : undefined
      }
    >
      {switching.isError ? (
        <div style={{ marginTop: 12 }}>
          <Banner tone="bad" isAnswer>
            {problemSentence(switching.error)}
          </Banner>
        </div>
      ) : null}
      <PolicyEditor
        initial={draftOf(policy)}
        saved={policy}
        isReadOnly={!mayManage}
        save={(body) =>
          client.patch('/api/v1/policies/:id', { params: { id: policy.id }, body, ifMatch: policy.version })
        }
        onSaved={keepPolicy}
      />
      <RemovePolicy policy={policy} isOpen={isRemoving} onClose={() => setRemoving(false)} />
    </Page>
  );
}

export function NewPolicyPage() {
  const mayManage = usePermission('policies.manage');
  const navigate = useNavigate();
  return (
    <Page title="New policy" trail={trail}>
      {mayManage ? (
        <PolicyEditor
          initial={emptyDraft}
          saved={null}
          isReadOnly={false}
          save={(body) => client.post('/api/v1/policies', { body })}
          onSaved={async (policy) => {
            await refresh('/api/v1/policies');
            await navigate({ to: `/policies/${policy.id}` });
          }}
        />
      ) : (
        <Empty title="Policies are made by a Request Administrator" />
      )}
    </Page>
  );
}
