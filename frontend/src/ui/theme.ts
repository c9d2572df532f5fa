// The Mantine theme: our tokens (static/css/tokens.css) as Mantine's scales and component defaults.
import {
  Button,
  Card,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  defaultVariantColorsResolver,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  Popover,
  SegmentedControl,
  Skeleton,
  Tooltip,
  type VariantColorsResolver,
} from '@mantine/core';
import { setNonce } from 'get-nonce';
import { text } from '../strings';

const gray: MantineColorsTuple = [
  '#f7f7f8',
  '#f1f1f4',
  '#e4e4e9',
  '#d3d3dc',
  '#bdbdc9',
  '#a3a3b0',
  '#7e7e8c',
  '#5e5e6b',
  '#3c3c46',
  '#1c1c22',
];
// Mantine reads: 0 text, 2 dimmed, 3 placeholder, 4 borders, 5 hover, 6 surfaces, 7 page.
const dark: MantineColorsTuple = [
  '#ececf1',
  '#d0d0d8',
  '#a4a4b2',
  '#8b8b99',
  '#3d3d48',
  '#2e2e36',
  '#1c1c21',
  '#141417',
  '#101013',
  '#0b0b0d',
];
// Shade 4 is what the dark theme fills with; the lighter one keeps near black text readable.
const violet: MantineColorsTuple = [
  '#f3f0ff',
  '#e5dbff',
  '#d0bfff',
  '#b197fc',
  '#b197fc',
  '#845ef7',
  '#7950f2',
  '#7048e8',
  '#6741d9',
  '#5f3dc4',
];

/** Text on a filled colour: white on the dark fills of light, near black on the pale ones of dark; and red words
 * in the red that can be read. */
const readable: VariantColorsResolver = (input) => {
  const found = defaultVariantColorsResolver(input);
  if (input.variant === 'filled') return { ...found, color: 'var(--f-on-colour)' };
  return input.color === 'red' ? { ...found, color: 'var(--f-red)' } : found;
};

export const theme = createTheme({
  colors: { gray, dark, violet },
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 4 },
  variantColorResolver: readable,
  black: '#1c1c22',
  fontFamily: 'var(--f-font)',
  fontFamilyMonospace: 'var(--f-mono)',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm' },
      vars: (_theme, { size = 'sm' }) => ({
        root: size === 'sm' ? { '--button-height': '32px', '--button-padding-x': '12px' } : {},
      }),
      classNames: { root: 'f-button' },
    }),
    Input: Input.extend({
      vars: (_theme, { size = 'sm' }) => ({
        wrapper: size === 'sm' ? { '--input-height': '34px', '--input-fz': '14px' } : {},
      }),
      classNames: { wrapper: 'f-input' },
    }),
    InputWrapper: Input.Wrapper.extend({ classNames: { label: 'f-label' } }),
    Card: Card.extend({ defaultProps: { withBorder: true, radius: 'lg', padding: 'md' } }),
    Modal: Modal.extend({
      defaultProps: {
        radius: 'lg',
        centered: true,
        closeButtonProps: { 'aria-label': text.common.close },
        overlayProps: { backgroundOpacity: 0.35 },
        transitionProps: { duration: 140 },
      },
      classNames: { title: 'f-dialog-title' },
    }),
    Drawer: Drawer.extend({
      defaultProps: {
        closeButtonProps: { 'aria-label': text.common.close },
        overlayProps: { backgroundOpacity: 0.35 },
        transitionProps: { duration: 160 },
      },
      classNames: { title: 'f-dialog-title' },
    }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } }),
    Popover: Popover.extend({ defaultProps: { transitionProps: { duration: 120 } } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 400, transitionProps: { duration: 120 } },
    }),
    SegmentedControl: SegmentedControl.extend({
      defaultProps: { transitionDuration: 140, radius: 'md', withItemsBorders: false },
      classNames: { root: 'f-tabs', indicator: 'f-tabs-on', label: 'f-tabs-word' },
    }),
    Skeleton: Skeleton.extend({ defaultProps: { radius: 'sm' } }),
  },
});

/** Point Mantine's own variables at the tokens, so that both never drift apart. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const shared = {
    // What floats and cards; the page itself is --f-bg, from base.css.
    '--mantine-color-body': 'var(--f-surface)',
    '--mantine-color-text': 'var(--f-text)',
    '--mantine-color-dimmed': 'var(--f-dim)',
    '--mantine-color-placeholder': 'var(--f-faint)',
    '--mantine-color-default': 'var(--f-surface)',
    '--mantine-color-default-hover': 'var(--f-sunk)',
    '--mantine-color-default-border': 'var(--f-line-strong)',
    '--mantine-color-default-color': 'var(--f-text)',
    '--mantine-color-anchor': 'var(--f-indigo)',
    '--mantine-color-error': 'var(--f-red)',
  };
  return {
    variables: {
      '--mantine-shadow-md': 'var(--f-shadow)',
      '--mantine-shadow-xl': 'var(--f-shadow)',
    },
    light: shared,
    dark: shared,
  };
};

/** The nonce of this page's Content-Security-Policy, for the styles Mantine adds at run time. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

/** Hand the nonce to the scroll lock of dialogs, which writes a style of its own. */
export function setStyleNonce(): void {
  const nonce = styleNonce();
  if (nonce) setNonce(nonce);
}
