import { Button, Popover } from '@mantine/core';
import { IconCalendar, IconChevronDown } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { Banner } from '../../ui/status/banner.tsx';
import { useTableState } from '../../ui/table/use-table-state.ts';
import { momentWords, Time } from '../../ui/text/time.tsx';

const AsOfChoice = lazy(() => import('./as-of-choice.tsx'));

/** "As of now": opens the days and publications that a question about the past can tell apart (SYN-5). */
export function AsOfPicker() {
  const [{ asOf }, change] = useTableState();
  const [isOpen, setOpen] = useState(false);
  const choose = (instant: string | undefined) => {
    change({ asOf: instant });
    setOpen(false);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button
          onClick={() => setOpen(!isOpen)}
          leftSection={<IconCalendar size={15} stroke={1.75} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          As of&nbsp;<strong style={{ fontWeight: 600 }}>{asOf ? momentWords(asOf) : 'now'}</strong>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Choose a date">
        <Suspense fallback={<div style={{ width: 500, height: 280 }} />}>
          <AsOfChoice asOf={asOf} onChoose={choose} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Above a page of the past, so that nobody takes it for today. */
export function AsOfBanner() {
  const [{ asOf }, change] = useTableState();
  if (!asOf) return null;
  return (
    <div style={{ marginTop: 12, marginBottom: -12 }}>
      <Banner
        tone="info"
        icon="stale"
        actions={<Button onClick={() => change({ asOf: undefined })}>Back to now</Button>}
      >
        <p>
          <strong>
            This page shows the past: as of <Time at={asOf} />.
          </strong>{' '}
          Access may be different now.
        </p>
      </Banner>
    </div>
  );
}
