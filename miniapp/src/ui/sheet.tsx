import { type ReactNode, useEffect, useRef } from 'react';
import { Box, Heading, Tap } from './elements';
import { hush } from './line';
import './sheet.scss';

interface Props {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** Paper that slides up from below: a question or a few words. A tap beside it, 关闭 or Escape puts it away. */
export const Sheet = ({ title, onClose, children }: Props) => {
  const latest = useRef(onClose);
  latest.current = onClose;
  // What was said before it would lie across it.
  useEffect(hush, []);
  useEffect(() => {
    if (process.env.TARO_ENV !== 'h5') return undefined;
    const before = document.activeElement as HTMLElement | null;
    document.getElementById('sheet-close')?.focus({ preventScroll: true });
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') latest.current();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      before?.focus({ preventScroll: true });
    };
    // Once: who writes in it keeps the place, whatever is drawn anew around it.
  }, []);
  return (
    <Box className="sheet">
      <Tap className="sheet-behind" label="关闭" onTap={onClose} />
      <Box className="sheet-paper moves" role="dialog" label={title}>
        <Box className="sheet-head">
          <Heading level={2} className="sheet-title">
            {title}
          </Heading>
          <Tap id="sheet-close" className="sheet-close" onTap={onClose} label="关闭">
            ×
          </Tap>
        </Box>
        {children}
      </Box>
    </Box>
  );
};
