import { Banner } from '../../ui/status/banner.tsx';

const isLoopback = (hostname: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);

/** Over plain http the cookie carries no guarantee of the browser. On this computer nobody listens on the way. */
export function InsecureWarning() {
  if (isLoopback(window.location.hostname)) return null;
  return (
    <Banner tone="warn">
      <p>
        <strong>This page comes by plain http.</strong> Whoever listens on the way can read your password and act as
        you. Whoever runs Countersign sets <span className="cs-mono">PUBLIC_URL</span> to an https address.
      </p>
    </Banner>
  );
}
