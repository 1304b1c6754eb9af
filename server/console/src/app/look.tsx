import { createContext, useContext } from 'react';
import type { ThemeChoice } from './theme';

/** Light, dark or as the machine: what is chosen, what that comes to just now, and how to choose. */
export const Look = createContext<{
  choice: ThemeChoice;
  dark: boolean;
  choose: (to: ThemeChoice) => void;
}>({
  choice: 'auto',
  dark: false,
  choose: () => undefined,
});

export const useLook = () => useContext(Look);
