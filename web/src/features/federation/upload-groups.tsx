import { Button, FileButton } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { client } from '../../api/client.ts';
import { sentenceOf } from '../../api/problem.ts';
import type { UploadResult } from '../../api/types.ts';
import { Banner } from '../../ui/status/banner.tsx';
import { counted } from '../../ui/text/words.ts';
import classes from './federation.module.css';
import { refreshFederation } from './use-federation.ts';

const mostCharacters = 200_000;
/** Said here because the server's answer to a file that is too long can't name its line. */
class TooLong extends Error {}

/** A file replaces all groups of the provider; afterwards: what came, what went, and whose addresses are nobody's. */
export function UploadGroups({ providerId }: { providerId: string }) {
  const upload = useMutation({
    mutationFn: async (file: File) => {
      const csv = await file.text();
      if (csv.length > mostCharacters)
        throw new TooLong(`${file.name} has ${csv.length.toLocaleString('en')} characters; the most is 200,000.`);
      return client.post('/api/v1/identity-providers/:id/groups', { params: { id: providerId }, body: { csv } });
    },
    onSuccess: refreshFederation,
  });
  return (
    <section className={classes.upload} aria-label="Groups by file">
      <div className={classes.uploadLine}>
        <p className={classes.soft}>
          A CSV file with the columns <code className="cs-mono">group,email</code> replaces all groups. One faulty line,
          and nothing is taken.
        </p>
        <FileButton
          accept=".csv,text/csv"
          inputProps={{ 'aria-label': 'CSV file' }}
          onChange={(file) => file && upload.mutate(file)}
        >
          {(props) => (
            <Button
              {...props}
              loading={upload.isPending}
              leftSection={<IconUpload size={14} stroke={1.75} aria-hidden />}
            >
              Upload CSV
            </Button>
          )}
        </FileButton>
      </div>
      {upload.isError ? (
        <Banner tone="bad" isAnswer>
          <p>
            <strong>Nothing was changed.</strong>{' '}
            {upload.error instanceof TooLong ? upload.error.message : sentenceOf(upload.error)}
          </p>
        </Banner>
      ) : null}
      {upload.data ? <Result of={upload.data} /> : null}
    </section>
  );
}

function Result({ of }: { of: UploadResult }) {
  const unmatched = of.unmatchedEmails;
  return (
    <Banner tone={unmatched.length > 0 ? 'warn' : 'info'} isAnswer>
      <p>
        <strong>
          {counted(of.groups, 'group', 'groups')}, {counted(of.members, 'membership', 'memberships')}.
        </strong>{' '}
        {of.added.toLocaleString('en')} added, {of.removed.toLocaleString('en')} removed.{' '}
        {unmatched.length === 0
          ? 'Every address is a person’s.'
          : `${counted(unmatched.length, 'address belongs', 'addresses belong')} to nobody in the directory:`}
      </p>
      {unmatched.length > 0 ? (
        <ul className={classes.addresses} aria-label="Addresses of nobody">
          {unmatched.slice(0, 20).map((address) => (
            <li key={address}>{address}</li>
          ))}
          {unmatched.length > 20 ? <li>and {unmatched.length - 20} more</li> : null}
        </ul>
      ) : null}
    </Banner>
  );
}
