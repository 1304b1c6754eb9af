import type { ReactNode } from 'react';
import { Box, Tap, Words } from './elements';
import { Facts } from './facts';
import './list.scss';

/** Lines under each other, parted by hairlines. */
export const List = ({ children, label }: { children: ReactNode; label?: string }) => (
  <Box className="list" role="group" label={label}>
    {children}
  </Box>
);

interface RowProps {
  /** At the left end: a small picture, a face. */
  lead?: ReactNode;
  title: ReactNode;
  /** Beneath the title; in a text, facts parted by dots stay whole. */
  line?: ReactNode;
  /** At the right end. */
  aside?: ReactNode;
  /** With it the row leads somewhere and shows so. */
  onTap?: () => void;
  /** The row is one of several to choose from; whether it is the chosen one. */
  on?: boolean;
}

/** One line of a list. */
export const Row = ({ lead, title, line, aside, onTap, on }: RowProps) => {
  const inside = (
    <>
      {lead}
      <Box className="row-main">
        <Box className="row-title">{title}</Box>
        {line ? (
          <Box className="row-line">{typeof line === 'string' ? <Facts line={line} /> : line}</Box>
        ) : null}
      </Box>
      {aside === undefined ? null : <Box className="row-aside">{aside}</Box>}
      {onTap && on === undefined ? <Words className="row-go">›</Words> : null}
      {on === undefined ? null : <Words className={on ? 'row-on' : 'row-off'}>{on ? '✓' : ''}</Words>}
    </>
  );
  return onTap ? (
    <Tap className="row row-tap" onTap={onTap} {...(on === undefined ? {} : { kind: 'checkbox', on })}>
      {inside}
    </Tap>
  ) : (
    <Box className="row">{inside}</Box>
  );
};
