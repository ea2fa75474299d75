/** Two ticks: signed, and signed again. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <title>Countersign</title>
      <rect width="20" height="20" rx="5" fill="var(--cs-ink)" />
      <path
        d="m4 10.6 2.7 2.7 5.6-5.9m-2.5 5 .9.9 5.6-5.9"
        fill="none"
        stroke="var(--cs-ink-label)"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
