import { sentenceOf as problemSentence } from '../../api/problem.ts';
import type { Policy, PolicyForm } from '../../api/types.ts';
import { Banner } from '../../ui/status/banner.tsx';
import { Badge } from '../../ui/status/status.tsx';
import { CodeBlock } from '../../ui/text/code-block.tsx';
import { CopyButton } from '../../ui/text/copy.tsx';
import type { Preview } from './form/use-preview.ts';
import classes from './policies.module.css';
import { approvalOf, byItselfWords, sentenceOf } from './policy-words.ts';

interface PaneProps {
  form: PolicyForm;
  saved: Policy | null;
  isChanged: boolean;
  preview: Preview;
}
/** The text that the form gives, made by the server as the form is filled in, and what it says in words. */
export function CedarPane({ form, saved, isChanged, preview }: PaneProps) {
  const text = preview.cedar ?? saved?.cedar ?? null;
  const isOld = isChanged && preview.cedar === null;
  const approvesByItself = preview.approvesByItself ?? saved?.approvesByItself ?? false;
  return (
    <section className={classes.text} aria-label="Cedar">
      <div className={classes.textHead}>
        <h2 className={classes.heading}>Cedar</h2>
        {text !== null && isOld ? <Badge tone="warn">as saved, without your changes</Badge> : null}
        {text !== null && isChanged && !isOld ? <Badge tone="ink">not saved yet</Badge> : null}
        {text === null ? null : <CopyButton text={text}>Copy</CopyButton>}
      </div>
      {preview.findings.length > 0 ? (
        <Banner tone="bad">
          {preview.findings.map((finding) => (
            <p key={finding}>{finding}</p>
          ))}
        </Banner>
      ) : null}
      {text === null ? null : <CodeBlock code={text} language="cedar" label="Cedar text of the policy" isWrapped />}
      <p className={classes.note} role="status">
        {noteOf({ saved, isChanged, preview })}
      </p>
      {approvesByItself ? (
        <Banner tone="warn">
          <p>
            <strong>Approves by itself.</strong> {byItselfWords(form)}
          </p>
        </Banner>
      ) : null}
      <h3 className={classes.heading}>In words</h3>
      <p>{sentenceOf(form).replace(/\.$/, '')}.</p>
      <p className={classes.soft}>
        {form.shape === 'forbid' ? 'A forbid wins over every other policy.' : `Approval: ${approvalOf(form)}.`}
      </p>
    </section>
  );
}

function noteOf({ saved, isChanged, preview }: Omit<PaneProps, 'form'>): string {
  if (preview.error) return `The text could not be made: ${problemSentence(preview.error)}`;
  const count = Object.keys(preview.errors).length + preview.findings.length;
  if (count > 0) return 'It can’t be saved as it is: what is wrong stands at the fields.';
  if (preview.cedar === null && (isChanged || !saved))
    return 'The text shows here when the form says what it is about.';
  if (isChanged || !saved) return 'Made from the form as it is now. It counts when you save it.';
  return `Generated from the form, version ${saved.version}. Requests that are open keep the version they were sent under.`;
}
