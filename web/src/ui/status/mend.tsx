import classes from './status.module.css';

/** A mend of several steps ("… Check each: 1. … 2. …") as a list; any other as it stands. */
export function Mend({ text, label }: { text: string; label?: string }) {
  const [lead, ...steps] = text.split(/\s+(?=\d\.\s)/);
  const head = label ? <strong>{label} </strong> : null;
  if (steps.length < 2) {
    return (
      <p>
        {head}
        {text}
      </p>
    );
  }
  return (
    <>
      <p>
        {head}
        {lead}
      </p>
      <ol className={classes.steps}>
        {steps.map((step) => (
          <li key={step}>{step.replace(/^\d\.\s+/, '')}</li>
        ))}
      </ol>
    </>
  );
}
