import { useQuery } from '@tanstack/react-query';
import { getOptions } from '../../api/queries.ts';
import { Failed, Loading } from '../../ui/feedback/states.tsx';
import { Banner } from '../../ui/status/banner.tsx';
import { DemoList } from './demo-list.tsx';
import { InsecureWarning } from './insecure-warning.tsx';
import { LocalSignIn } from './local-sign-in.tsx';
import { Outside } from './outside.tsx';
import { ProviderButton } from './provider-button.tsx';
import classes from './security.module.css';
import { useNext } from './use-enter.ts';

export function SignInPage() {
  return (
    <Outside title="Sign in">
      <WaysIn />
    </Outside>
  );
}

/** After signing out here, and where the provider sends back whoever signed out there. */
export function SignedOutPage() {
  return (
    <Outside title="You are signed out">
      <WaysIn />
    </Outside>
  );
}

function WaysIn() {
  const options = useQuery(getOptions('/api/v1/sign-in-options', {}));
  const next = useNext();
  if (options.isPending) return <Loading rows={4} />;
  if (options.isError)
    return <Failed error={options.error} retry={() => void options.refetch()} what="The sign-in page" />;
  const { isDemo, isFirstRunPending, provider, isLocalSignInAllowed, isHttps } = options.data;
  return (
    <>
      {isHttps ? null : <InsecureWarning />}
      {isDemo ? (
        <>
          <p className={classes.lead}>
            This is the demo: a simulated AWS with a made-up company. Nothing here reaches Amazon. Choose who you want
            to be; you can switch at any time.
          </p>
          <DemoList />
        </>
      ) : null}
      {isFirstRunPending ? (
        <Banner tone="info">
          <p>
            <strong>Nobody is Super Administrator yet.</strong> Open the one-time link that the server printed when it
            started; it makes you the first.
          </p>
        </Banner>
      ) : null}
      {provider ? <ProviderButton label={`Sign in with ${provider.name}`} next={next} /> : null}
      {isLocalSignInAllowed && !isFirstRunPending ? <LocalSignIn isDemo={isDemo} provider={provider} /> : null}
    </>
  );
}
