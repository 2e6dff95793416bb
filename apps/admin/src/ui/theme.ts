import {
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MantineTheme,
} from '@mantine/core'

const accent: MantineColorsTuple = [
  '#f0f2fe',
  '#e0e4fc',
  '#c2caf8',
  '#a3b0f5',
  '#8a9af0',
  '#6d80e9',
  '#4a5fdd',
  '#3d50c4',
  '#33439f',
  '#29367d',
]

const gray: MantineColorsTuple = [
  '#fafafb',
  '#f4f4f6',
  '#ebebef',
  '#e2e2e7',
  '#cfcfd6',
  '#9d9da8',
  '#61616c',
  '#4a4a54',
  '#2f2f36',
  '#1a1a1f',
]

const dark: MantineColorsTuple = [
  '#ececef',
  '#cacad1',
  '#a2a2ac',
  '#8b8b96',
  '#34343b',
  '#232328',
  '#1a1a1e',
  '#131316',
  '#0e0e10',
  '#0a0a0c',
]

const red: MantineColorsTuple = [
  '#fdf0f0',
  '#fbdfdf',
  '#f4bdbd',
  '#ee9a9a',
  '#ea8080',
  '#dc4f4f',
  '#c93131',
  '#b02727',
  '#8f2020',
  '#6f1919',
]

/** The look of the admin: neutral surfaces, one accent, hairlines; on a grid of 4 px. */
export const theme = createTheme({
  autoContrast: true,
  primaryColor: 'accent',
  primaryShade: 6,
  colors: { accent, gray, dark, red },
  white: '#ffffff',
  black: gray[9],
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  fontFamilyMonospace:
    "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.5', lg: '1.55', xl: '1.4' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  shadows: { md: 'var(--floating-shadow)', sm: 'none', xs: 'none' },
  // By name only: naming the components themselves would load them all with the first screen.
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Badge: {
      defaultProps: { variant: 'default', radius: 'sm', tt: 'none', fw: 500 },
    },
    Button: {
      defaultProps: { size: 'sm' },
      vars: (_: MantineTheme, { size }: { size?: string }) => ({
        root: size === 'sm' ? { '--button-height': '32px', '--button-padding-x': '12px' } : {},
      }),
      styles: { label: { fontWeight: 500 } },
    },
    Drawer: {
      defaultProps: {
        overlayProps: { backgroundOpacity: 0.32 },
        transitionProps: { duration: 160 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    },
    InputWrapper: {
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
      styles: {
        label: { marginBottom: 6 },
        description: { marginTop: 6 },
        error: { marginTop: 6 },
      },
    },
    Menu: {
      defaultProps: {
        shadow: 'md',
        transitionProps: { duration: 80 },
        withInitialFocusPlaceholder: false,
      },
    },
    Modal: {
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.32 },
        transitionProps: { duration: 120 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
      styles: { title: { fontWeight: 600 } },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } },
    Skeleton: { defaultProps: { radius: 'xs' } },
    Tooltip: {
      defaultProps: { openDelay: 400, transitionProps: { duration: 80 } },
    },
  },
})

/** Where Mantine's own choices miss 4.5 : 1, and the surfaces that the stylesheet uses. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-placeholder': '#6b6b76',
    '--mantine-color-dimmed': gray[6],
    '--mantine-color-error': red[7],
    '--mantine-color-anchor': accent[7],
    '--mantine-color-default-border': gray[3],
    '--mantine-color-default-hover': gray[1],
    '--surface-page': '#ffffff',
    '--surface-navigation': gray[0],
    '--surface-raised': '#ffffff',
    '--surface-quiet': gray[0],
    '--surface-hover': gray[1],
    '--surface-selected': gray[2],
    '--hairline': gray[2],
    '--code-string': '#1a6b4a',
    '--code-value': '#8a3fb0',
    '--status-good': '#1a7f4b',
    '--status-warning': '#b26a00',
    '--status-bad': red[6],
    '--status-off': gray[5],
    '--floating-shadow': '0 8px 24px rgb(20 20 30 / 12%), 0 1px 3px rgb(20 20 30 / 8%)',
  },
  dark: {
    '--mantine-color-placeholder': dark[3],
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-error': red[3],
    '--mantine-color-anchor': accent[3],
    '--mantine-color-default': dark[6],
    '--mantine-color-default-border': dark[4],
    '--mantine-color-default-hover': dark[5],
    '--surface-page': dark[7],
    '--surface-navigation': dark[8],
    '--surface-raised': dark[6],
    '--surface-quiet': '#17171a',
    '--surface-hover': '#1d1d21',
    '--surface-selected': dark[5],
    '--hairline': '#242429',
    '--code-string': '#7bd0a6',
    '--code-value': '#cfa3ea',
    '--status-good': '#4cc38a',
    '--status-warning': '#e6a23c',
    '--status-bad': red[4],
    '--status-off': dark[3],
    '--floating-shadow': '0 12px 32px rgb(0 0 0 / 56%), 0 1px 3px rgb(0 0 0 / 40%)',
  },
})
