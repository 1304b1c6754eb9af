import { useCallback } from 'react';
import { useToast } from './Toasts';

/** Says what happened, with a way back where there is one. */
export const useTell = (): ((text: string, undo?: () => void) => void) => {
  const show = useToast();
  return useCallback((text, undo) => void show({ content: text, tone: 'info', undo }), [show]);
};
