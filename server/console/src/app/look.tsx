import { createContext, useContext } from 'react';
import type { ThemeChoice } from './theme';

/** Light, dark or as the machine: what is chosen, and how to choose. */
export const Look = createContext<{ choice: ThemeChoice; choose: (to: ThemeChoice) => void }>({
  choice: 'auto',
  choose: () => undefined,
});

export const useLook = () => useContext(Look);
