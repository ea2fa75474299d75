import type { OptionsFilter } from '@mantine/core';

/**
 * The server finds what fits. Until its answer to what was just typed is there, of the answer before it only what has the
 * text in it is offered: Enter must not choose something else.
 */
export const whileLooking =
  (isLooking: boolean, detailOf: (id: string) => string): OptionsFilter =>
  ({ options, search }) => {
    if (!isLooking) return options;
    const text = search.trim().toLowerCase();
    return options.filter(
      (option) => 'value' in option && `${option.label} ${detailOf(option.value)}`.toLowerCase().includes(text),
    );
  };
