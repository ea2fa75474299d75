import { Popover } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import classes from './table.module.css';

/** A filter whose values are more than a list: a chip that says its value, and opens what `children` draw. */
export function PopoverChip(props: {
  label: string;
  /** In words; undefined where nothing is narrowed. */
  value: string | undefined;
  children: (close: () => void) => ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.chip}
          data-on={props.value === undefined ? undefined : true}
          onClick={() => setOpen(!isOpen)}
        >
          {props.label} <strong>{props.value ?? 'all'}</strong>
          <IconChevronDown size={12} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Filter: ${props.label}`}>{props.children(() => setOpen(false))}</Popover.Dropdown>
    </Popover>
  );
}
