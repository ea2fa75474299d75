/** A name with what tells it from another of the same name. */
export const DetailedOption = ({ label, detail }: { label: string; detail: string }) => (
  <span>
    {label} <span style={{ color: 'var(--cs-text3)', fontSize: 12 }}>{detail}</span>
  </span>
);
