import { ActionIcon, Button, type ButtonProps, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

/** The clipboard API exists only on https and localhost; elsewhere the old way through a selection still works. */
async function toClipboard(text: string): Promise<void> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}

export function useCopy(text: string) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => void toClipboard(text).then(() => setCopied(true));
  return { copied, copy };
}

/** A button that says what it copies; afterwards it says "Copied" for a moment. */
export function CopyButton({ text, children = 'Copy', ...props }: { text: string; children?: string } & ButtonProps) {
  const { copied, copy } = useCopy(text);
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <Button leftSection={<Icon size={14} stroke={1.75} aria-hidden />} {...props} onClick={copy} aria-live="polite">
      {copied ? 'Copied' : children}
    </Button>
  );
}

/** The small copy sign behind an id. */
export function CopyIcon({ text, label }: { text: string; label: string }) {
  const { copied, copy } = useCopy(text);
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <Tooltip label={copied ? 'Copied' : label}>
      <ActionIcon
        size={20}
        aria-label={copied ? 'Copied' : label}
        onClick={(event) => {
          event.preventDefault();
          event.stopPropagation();
          copy();
        }}
      >
        <Icon size={14} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
