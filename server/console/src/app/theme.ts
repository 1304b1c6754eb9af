import { type ThemeConfig, theme } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useMedia } from '../ui/use';

/** What the person chose; `auto` follows the machine. */
export type ThemeChoice = 'auto' | 'light' | 'dark';
const KEY = 'kouyi.theme';

/** Reads a design token of the page, e.g. `--ink`; the one source is shared/src/design/_tokens.scss. */
export const token = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const antdTheme = (dark: boolean): ThemeConfig => {
  const [ink, ink2, ink3, paper, card] = ['--ink', '--ink-2', '--ink-3', '--paper', '--card'].map(token);
  const [line, sunk, jade, amber, indigo, loud] = [
    '--line',
    '--sunk',
    '--jade',
    '--amber',
    '--indigo',
    '--cinnabar-ink',
  ].map(token);
  const seed = {
    colorPrimary: ink,
    colorInfo: indigo,
    colorSuccess: jade,
    colorWarning: amber,
    colorError: loud,
    colorLink: indigo,
    // The kit would make them paler, too pale to read by AA.
    colorLinkHover: indigo,
    colorLinkActive: indigo,
    colorText: ink,
    colorTextSecondary: ink2,
    colorTextTertiary: ink3,
    colorTextPlaceholder: ink3,
    colorTextDescription: ink3,
    colorBgBase: card,
    colorBgContainer: card,
    colorBgElevated: card,
    colorBgLayout: paper,
    colorBgSpotlight: ink,
    colorTextLightSolid: card,
    colorWhite: card,
    colorBorder: line,
    colorBorderSecondary: line,
    colorBorderDisabled: line,
    colorPrimaryHover: ink2,
    colorPrimaryActive: ink,
    colorPrimaryBg: sunk,
    colorPrimaryBgHover: sunk,
    // The kit would also make a button paler while it is at work; it turns already.
    opacityLoading: 1,
    controlItemBgActive: sunk,
    controlItemBgHover: sunk,
    fontFamily: token('--font'),
    borderRadius: 10,
    controlHeight: 36,
    motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  };
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: Object.fromEntries(Object.entries(seed).filter(([, value]) => value !== undefined)),
    components: {
      Button: {
        fontWeight: 600,
        primaryShadow: 'none',
        defaultShadow: 'none',
        ...(card ? { primaryColor: card } : {}),
      },
      Segmented: { ...(sunk ? { trackBg: sunk } : {}) },
    },
  };
};

/** The look of the whole console: sets `data-theme` and gives antd the same tokens. */
export const useTheme = (): {
  config: ThemeConfig;
  choice: ThemeChoice;
  dark: boolean;
  choose: (to: ThemeChoice) => void;
} => {
  const machineDark = useMedia('(prefers-color-scheme: dark)');
  const [choice, setChoice] = useState<ThemeChoice>(() => {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'auto';
  });
  const dark = choice === 'dark' || (choice === 'auto' && machineDark);
  const config = useMemo(() => {
    // Set before the tokens are read, so that they are those of the theme to come.
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
    return antdTheme(dark);
  }, [dark]);
  useEffect(() => {
    if (choice === 'auto') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  }, [choice]);
  return { config, choice, dark, choose: setChoice };
};
