import { App } from 'antd';
import { useCallback, useEffect, useRef } from 'react';
import { useBlocker } from 'react-router';

/** How many half-written things stand open in this window. */
let halfWritten = 0;
/** Whether something would be lost if the page went away now. */
export const isHalfWritten = (): boolean => halfWritten > 0;

/**
 * Asks before something half-written is lost, by closing the window or by going to another page. Answers how to say
 * that it is safe now, to be called before one leaves what was just saved.
 */
export const useUnsaved = (unsaved: boolean): (() => void) => {
  const { modal } = App.useApp();
  const open = useRef(unsaved);
  useEffect(() => {
    open.current = unsaved;
  }, [unsaved]);
  useEffect(() => {
    if (!unsaved) return;
    const stay = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', stay);
    halfWritten += 1;
    return () => {
      removeEventListener('beforeunload', stay);
      halfWritten -= 1;
    };
  }, [unsaved]);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => open.current && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    const asked = modal.confirm({
      title: '改的还没存',
      content: '现在离开，刚才改的就没了。',
      okText: '不存了，离开',
      cancelText: '留下接着改',
      onOk: blocker.proceed,
      onCancel: blocker.reset,
    });
    return asked.destroy;
  }, [blocker, modal]);
  return useCallback(() => {
    open.current = false;
  }, []);
};
