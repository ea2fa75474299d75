import { Button, Popover, TextInput } from '@mantine/core';
import { IconChevronDown, IconClockPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { momentWords } from '../../../ui/text/time.tsx';
import classes from './ask.module.css';

/** `2026-11-24T15:00` in the viewer's zone, as a field of the browser writes it. */
const fieldText = (at: Date): string => {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
};

interface StartFieldProps {
  value: string | null;
  onChange: (value: string | null) => void;
}
/** Now, or at a time to come. */
export function StartField({ value, onChange }: StartFieldProps) {
  const [isOpen, setOpen] = useState(false);
  const label = value ? momentWords(new Date(value).toISOString()) : 'Now';
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button
          h={32}
          aria-label={`Start: ${label}`}
          onClick={() => setOpen(!isOpen)}
          leftSection={<IconClockPlay size={15} stroke={1.75} aria-hidden />}
          rightSection={<IconChevronDown size={13} aria-hidden />}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="When it starts">
        <div className={classes.start}>
          <Button
            onClick={() => {
              onChange(null);
              setOpen(false);
            }}
          >
            As soon as it is approved
          </Button>
          <TextInput
            type="datetime-local"
            label="Or later"
            min={fieldText(new Date())}
            value={value ?? ''}
            onChange={(event) => onChange(event.currentTarget.value || null)}
            onKeyDown={(event) => event.key === 'Enter' && setOpen(false)}
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
