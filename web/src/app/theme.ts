import {
  ActionIcon,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  Input,
  InputWrapper,
  Menu,
  Modal,
  Popover,
  Switch,
  Tooltip,
} from '@mantine/core';
import controls from './controls.module.css';
import { inkScale, tokens } from './tokens.ts';

/** Buttons are 30 px, 24 in rows (xs), 36 for a decision (md), 44 on the phone (lg). */
const buttonHeights: Record<string, [height: string, padding: string, size: string]> = {
  xs: ['24px', '8px', '12px'],
  sm: ['30px', '11px', '13px'],
  md: ['36px', '14px', '13px'],
  lg: ['44px', '16px', '15px'],
};

export const theme = createTheme({
  primaryColor: 'ink',
  colors: { ink: [...inkScale] },
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '14px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '18px', md: '18px', lg: '20px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '8px', xl: '14px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm', variant: 'default' },
      classNames: { root: controls.button, label: controls.buttonLabel, section: controls.buttonSection },
      vars: (_theme, props) => {
        const [height, padding, size] = buttonHeights[String(props.size ?? 'sm')] ?? buttonHeights.sm ?? ['', '', ''];
        return { root: { '--button-height': height, '--button-padding-x': padding, '--button-fz': size } };
      },
    }),
    ActionIcon: ActionIcon.extend({
      defaultProps: { variant: 'subtle', size: 24 },
      classNames: { root: controls.actionIcon },
    }),
    Input: Input.extend({
      classNames: { input: controls.input },
      vars: (_theme, props) => ({
        wrapper: {
          '--input-height': props.size === 'xs' ? '26px' : '32px',
          '--input-fz': props.size === 'xs' ? '12px' : '13px',
        },
      }),
    }),
    Switch: Switch.extend({
      defaultProps: { size: 'xs', withThumbIndicator: false },
      classNames: { label: controls.switchLabel, track: controls.switchTrack },
    }),
    InputWrapper: InputWrapper.extend({
      classNames: {
        label: controls.label,
        description: controls.description,
        error: controls.error,
        required: controls.required,
      },
    }),
    Menu: Menu.extend({
      defaultProps: { shadow: 'md', transitionProps: { duration: 120 }, withInitialFocusPlaceholder: false },
      classNames: {
        dropdown: controls.dropdown,
        item: controls.menuItem,
        label: controls.menuLabel,
        itemSection: controls.menuSection,
        divider: controls.menuDivider,
      },
    }),
    Popover: Popover.extend({
      defaultProps: { shadow: 'md', transitionProps: { duration: 120 } },
      classNames: { dropdown: controls.dropdown },
    }),
    Combobox: { classNames: { dropdown: controls.dropdown, option: controls.option } },
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 350, transitionProps: { duration: 120 } },
      classNames: { tooltip: controls.tooltip },
    }),
    Modal: Modal.extend({
      // The header of a dialog is no banner of the page.
      defaultProps: {
        transitionProps: { duration: 120 },
        centered: true,
        attributes: { header: { role: 'presentation' } },
      },
      classNames: {
        content: controls.dialog,
        title: controls.sheetTitle,
        header: controls.sheetHeader,
        body: controls.dialogBody,
      },
    }),
    Drawer: Drawer.extend({
      defaultProps: {
        position: 'right',
        size: 432,
        transitionProps: { duration: 120 },
        overlayProps: { backgroundOpacity: 0.28 },
        attributes: { header: { role: 'presentation' } },
      },
      classNames: { content: controls.sheet, title: controls.sheetTitle, header: controls.sheetHeader },
    }),
  },
});

const paletteFor = (scheme: 0 | 1) =>
  Object.fromEntries(Object.entries(tokens).map(([name, pair]) => [`--cs-${name}`, pair[scheme]]));

/** Mantine's own variables, pointed at the palette: its defaults miss our contrast (placeholder, dimmed, edges). */
const mantine = {
  '--mantine-color-body': 'var(--cs-bg)',
  '--mantine-color-text': 'var(--cs-text)',
  '--mantine-color-bright': 'var(--cs-text)',
  '--mantine-color-dimmed': 'var(--cs-text3)',
  '--mantine-color-placeholder': 'var(--cs-text3)',
  '--mantine-color-anchor': 'var(--cs-ink)',
  '--mantine-color-default': 'var(--cs-bg)',
  '--mantine-color-default-hover': 'var(--cs-hover)',
  '--mantine-color-default-color': 'var(--cs-text)',
  '--mantine-color-default-border': 'var(--cs-line2)',
  '--mantine-color-error': 'var(--cs-bad)',
  '--mantine-color-disabled': 'var(--cs-greybg)',
  '--mantine-color-disabled-color': 'var(--cs-text3)',
  '--mantine-color-ink-filled': 'var(--cs-ink)',
  '--mantine-color-ink-filled-hover': 'var(--cs-ink-hover)',
  '--mantine-primary-color-filled': 'var(--cs-ink)',
  '--mantine-primary-color-filled-hover': 'var(--cs-ink-hover)',
  '--mantine-primary-color-contrast': 'var(--cs-ink-label)',
};

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...paletteFor(0), ...mantine },
  dark: { ...paletteFor(1), ...mantine },
});
