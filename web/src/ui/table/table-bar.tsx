import { Menu, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconChevronDown, IconColumns, IconSearch } from '@tabler/icons-react';
import { Fragment, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Column } from './column.ts';
import classes from './table.module.css';

/** The line above a table: what it counts, search (/), filters, columns. */
export function TableBar(props: {
  count: ReactNode;
  search: { value: string; placeholder: string; onChange: (q: string | undefined) => void };
  children?: ReactNode;
}) {
  return (
    <div className={classes.bar}>
      <span className={classes.barCount}>{props.count}</span>
      <SearchField {...props.search} />
      {props.children}
    </div>
  );
}

function SearchField(props: { value: string; placeholder: string; onChange: (q: string | undefined) => void }) {
  const [text, setText] = useState(props.value);
  const field = useRef<HTMLInputElement>(null);
  const tell = useDebouncedCallback((q: string) => props.onChange(q.trim() || undefined), 250);
  useEffect(() => {
    if (document.activeElement !== field.current) setText(props.value);
  }, [props.value]);
  return (
    <TextInput
      ref={field}
      type="search"
      data-slash
      aria-label={props.placeholder}
      placeholder={props.placeholder}
      size="xs"
      className={classes.search}
      leftSection={<IconSearch size={14} stroke={1.75} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}

interface FilterProps {
  label: string;
  value: string | undefined;
  /** Options of one group stand together, under its name. */
  options: { value: string; label: string; group?: string }[];
  onChange: (value: string | undefined) => void;
}
/** One filter as a chip that says its value: "Kind all", "Kind IAM user". */
export function FilterChip({ label, value, options, onChange }: FilterProps) {
  const chosen = options.find((option) => option.value === value);
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className={classes.chip} data-on={chosen ? true : undefined}>
          {label} <strong>{chosen?.label ?? 'all'}</strong>
          <IconChevronDown size={12} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={classes.options}>
        <Menu.RadioGroup value={chosen?.value ?? ''} onChange={(next) => onChange(next || undefined)}>
          <Menu.RadioItem value="" closeMenuOnClick>
            All
          </Menu.RadioItem>
          {options.map((option, n) => (
            <Fragment key={option.value}>
              {option.group && option.group !== options[n - 1]?.group ? <Menu.Label>{option.group}</Menu.Label> : null}
              <Menu.RadioItem value={option.value} closeMenuOnClick>
                {option.label}
              </Menu.RadioItem>
            </Fragment>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

/** A filter that is on or off. */
export function ToggleChip(props: { isOn: boolean; onChange: (isOn: boolean) => void; children: string }) {
  return (
    <button
      type="button"
      className={classes.chip}
      aria-pressed={props.isOn}
      data-on={props.isOn || undefined}
      onClick={() => props.onChange(!props.isOn)}
    >
      {props.children}
    </button>
  );
}

/** Which columns to show; kept in the address. */
export function ColumnMenu<T>(props: {
  columns: Column<T>[];
  shown: string[];
  onChange: (ids: string[] | undefined) => void;
}) {
  const { columns, shown, onChange } = props;
  const usual = columns.filter((column) => !column.isHidden).map((column) => column.id);
  const toggle = (id: string) => {
    const next = columns
      .map((column) => column.id)
      .filter((at) => (at === id ? !shown.includes(at) : shown.includes(at)));
    onChange(next.join() === usual.join() ? undefined : next);
  };
  return (
    <Menu closeOnItemClick={false} position="bottom-end">
      <Menu.Target>
        <button type="button" className={classes.chip} title="Columns">
          <IconColumns size={14} stroke={1.75} aria-hidden />
          <span className="cs-sr">Columns</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.map((column, index) => (
          <Menu.CheckboxItem
            key={column.id}
            disabled={index === 0}
            checked={shown.includes(column.id)}
            onChange={() => toggle(column.id)}
          >
            {column.header}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
