import { useQuery } from '@tanstack/react-query';
import { getOptions } from '../../api/queries.ts';
import { Failed, Loading } from '../../ui/feedback/states.tsx';
import { Banner } from '../../ui/status/banner.tsx';
import { DemoList } from './demo-list.tsx';
import { Outside } from './outside.tsx';
import { PasswordForm } from './password-form.tsx';
import classes from './security.module.css';

export function SignInPage() {
  const options = useQuery(getOptions('/api/v1/sign-in-options', {}));
  return (
    <Outside title="Sign in">
      {options.isPending ? <Loading rows={4} /> : null}
      {options.isError ? (
        <Failed error={options.error} retry={() => void options.refetch()} what="The sign-in page" />
      ) : null}
      {options.data?.isDemo ? (
        <>
          <p className={classes.lead}>
            This is the demo: a simulated AWS with a made-up company. Nothing here reaches Amazon. Choose who you want
            to be; you can switch at any time.
          </p>
          <DemoList />
        </>
      ) : null}
      {options.data?.isFirstRunPending ? (
        <Banner tone="info">
          <p>
            <strong>Nobody can sign in yet.</strong> Open the one-time link that the server printed when it started; it
            makes you the first Super Administrator.
          </p>
        </Banner>
      ) : null}
      {options.data && !options.data.isFirstRunPending ? <PasswordForm isAside={options.data.isDemo} /> : null}
    </Outside>
  );
}
