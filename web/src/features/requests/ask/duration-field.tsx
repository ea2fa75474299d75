import { NumberInput, Select } from '@mantine/core';
import { useId, useState } from 'react';
import { minutesWords } from '../../../ui/text/words.ts';
import classes from './ask.module.css';

const presets = [60, 120, 240, 480];
const units = [
  { value: '1', label: 'minutes' },
  { value: '60', label: 'hours' },
  { value: '1440', label: 'days' },
];
const shortestMinutes = 5;

interface DurationFieldProps {
  label?: string;
  value: number | null;
  onChange: (minutes: number | null) => void;
  /** The policy's limit; null: not known, or nothing allowed. */
  maxMinutes: number | null;
  policies: readonly { name: string }[];
  error?: string | undefined;
  /** Where the limit is no policy's: "asked for". */
  limitOf?: string;
}
/** How long: what the policy does not allow is struck out, not hidden. */
export function DurationField({
  label = 'How long',
  value,
  onChange,
  maxMinutes,
  policies,
  error,
  limitOf,
}: DurationFieldProps) {
  const id = useId();
  const [isCustom, setCustom] = useState(value !== null && !presets.includes(value));
  const isTooLong = (minutes: number) => maxMinutes !== null && minutes > maxMinutes;
  const limit =
    maxMinutes === null ? null : limitOf ? `${limitOf}: ${minutesWords(maxMinutes)}` : limitWords(maxMinutes, policies);
  return (
    <fieldset className={classes.duration} aria-describedby={error || limit ? `${id}-note` : undefined}>
      <legend>{label}</legend>
      {limit ? (
        <span className={classes.limit} title={limit}>
          {limit}
        </span>
      ) : null}
      <div className={classes.segments}>
        {presets.map((minutes) => (
          <label key={minutes} data-over={isTooLong(minutes) || undefined}>
            <input
              type="radio"
              name={id}
              checked={!isCustom && value === minutes}
              disabled={isTooLong(minutes)}
              onChange={() => {
                setCustom(false);
                onChange(minutes);
              }}
            />
            {minutesWords(minutes)}
            {isTooLong(minutes) ? <span className="cs-sr">, more than the limit</span> : null}
          </label>
        ))}
        <label>
          <input type="radio" name={id} checked={isCustom} onChange={() => setCustom(true)} />
          Other
        </label>
      </div>
      {isCustom ? <CustomDuration value={value} onChange={onChange} maxMinutes={maxMinutes} /> : null}
      <p id={`${id}-note`} className={error ? classes.error : 'cs-sr'}>
        {error ?? limit}
      </p>
    </fieldset>
  );
}

/** The number first: a policy with a long name is cut behind it, and whole on hover. */
const limitWords = (maxMinutes: number, policies: readonly { name: string }[]): string => {
  const [only] = policies;
  const most = `at most ${minutesWords(maxMinutes)}`;
  return policies.length === 1 && only ? `${most} by ${only.name}` : `${most} by policy`;
};

function CustomDuration({
  value,
  onChange,
  maxMinutes,
}: Pick<DurationFieldProps, 'value' | 'onChange' | 'maxMinutes'>) {
  const [unit, setUnit] = useState(() => (value && value % 1440 === 0 ? 1440 : value && value % 60 === 0 ? 60 : 1));
  const [amount, setAmount] = useState<number | string>(value ? value / unit : '');
  const tell = (nextAmount: number | string, nextUnit: number) => {
    const minutes = typeof nextAmount === 'number' ? Math.round(nextAmount * nextUnit) : Number.NaN;
    onChange(minutes >= shortestMinutes && (maxMinutes === null || minutes <= maxMinutes) ? minutes : null);
  };
  const minutes = typeof amount === 'number' ? amount * unit : null;
  const error =
    minutes === null
      ? null
      : minutes < shortestMinutes
        ? `At least ${shortestMinutes} min.`
        : maxMinutes !== null && minutes > maxMinutes
          ? `At most ${minutesWords(maxMinutes)}.`
          : null;
  return (
    <div className={classes.custom}>
      <NumberInput
        aria-label="Amount"
        w={90}
        min={1}
        max={43_200}
        hideControls
        value={amount}
        onChange={(next) => {
          setAmount(next);
          tell(next, unit);
        }}
        error={error}
      />
      <Select
        aria-label="Unit"
        w={110}
        allowDeselect={false}
        data={units}
        value={String(unit)}
        onChange={(next) => {
          setUnit(Number(next));
          tell(amount, Number(next));
        }}
      />
    </div>
  );
}
