import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useMemo, useState } from 'react';
import { client } from '../../../api/client.ts';
import { problemOf, sentenceOf } from '../../../api/problem.ts';
import { refresh, usePermission, useSession } from '../../../api/queries.ts';
import { Empty } from '../../../ui/feedback/states.tsx';
import { Page, WithSide } from '../../../ui/layout/page.tsx';
import { Banner } from '../../../ui/status/banner.tsx';
import classes from '../campaigns.module.css';
import { PreviewPane } from '../preview-pane.tsx';
import { type Scoped, usePreview } from '../use-campaign.ts';
import { draftOf, emptyForm, type FormState, missingIn, scopeOf } from './campaign-draft.ts';
import { CampaignFields } from './campaign-fields.tsx';

const trail = [{ label: 'Campaigns', to: '/campaigns' }];

/** A new campaign: what, whose, by whom, until when; beside it, live, what that comes to. Nothing starts here. */
export function NewCampaignPage() {
  const mayAdd = usePermission('campaigns.manage');
  return (
    <Page title="New campaign" trail={trail}>
      {mayAdd ? <NewCampaign /> : <Empty title="Campaigns are made by a Campaign Administrator" />}
    </Page>
  );
}

function NewCampaign() {
  const { person } = useSession();
  const navigate = useNavigate();
  const [form, setForm] = useState<FormState>(() => emptyForm({ id: person.id, name: person.name }));
  const [isTried, setTried] = useState(false);
  const preview = useFormPreview(form);
  const add = useMutation({
    mutationFn: () => client.post('/api/v1/campaigns', { body: draftOf(form) }),
    onSuccess: async (campaign) => {
      await refresh('/api/v1/campaigns');
      await navigate({ to: `/campaigns/${campaign.id}` });
    },
  });
  const missing = missingIn(form);
  const problem = problemOf(add.error);
  const errors = isTried ? missing : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(missing).length === 0) add.mutate();
  };
  return (
    <WithSide
      width={336}
      side={
        <PreviewPane preview={preview} fallbackName={form.fallback?.name ?? 'nobody yet'} rule={form.reviewerRule} />
      }
    >
      <form className={classes.form} onSubmit={submit} aria-label="New campaign" noValidate>
        {add.isError ? (
          <Banner tone="bad" isAnswer>
            {problem?.problem.fields?.map(({ field, message }) => `${field}: ${message}`).join(' ') ||
              sentenceOf(add.error)}
          </Banner>
        ) : null}
        <CampaignFields
          form={form}
          onChange={(change) => setForm((before) => ({ ...before, ...change }))}
          errors={errors}
        />
        <div className={classes.foot}>
          <Button type="submit" variant="filled" loading={add.isPending}>
            Save draft
          </Button>
          <Button onClick={() => void navigate({ to: '/campaigns' })}>Cancel</Button>
          <span className={classes.grey}>Nobody is asked before you start it on the next page.</span>
        </div>
      </form>
    </WithSide>
  );
}

function useFormPreview(form: FormState) {
  const { isAll, awsAccountIds, includesGroups, reviewerRule, fallback } = form;
  const draft = useMemo<Scoped | null>(() => {
    const scope = scopeOf({ isAll, awsAccountIds, includesGroups } as FormState);
    return scope && fallback ? { scope, reviewerRule, fallbackReviewerId: fallback.id } : null;
  }, [isAll, awsAccountIds, includesGroups, reviewerRule, fallback]);
  const [asked] = useDebouncedValue(draft, 200);
  return usePreview(asked);
}
