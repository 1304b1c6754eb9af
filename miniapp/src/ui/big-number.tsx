import type { ReactNode } from 'react';
import { figure } from '@/words/say';
import { Box, Words } from './elements';
import './big-number.scss';

/** One figure that leads a card, what it means beside it, and something to compare it with at the end of the line. */
export const BigNumber = ({
  value,
  meaning,
  aside,
}: {
  value: number;
  meaning: ReactNode;
  aside?: ReactNode;
}) => (
  <Box className="big-number">
    {/* A new key lets the figure rise in anew whenever it changes. */}
    <Words key={value} className="big-number-figure moves">
      {figure(value)}
    </Words>
    <Words className="big-number-meaning">{meaning}</Words>
    {aside === undefined ? null : <Words className="big-number-aside">{aside}</Words>}
  </Box>
);
