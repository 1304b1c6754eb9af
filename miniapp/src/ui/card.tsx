import type { ReactNode } from 'react';
import { Box, Heading, Words } from './elements';
import './card.scss';

/** White paper on the warm ground. */
export const Card = ({ children, className }: { children: ReactNode; className?: string }) => (
  <Box className={`card ${className ?? ''}`}>{children}</Box>
);

/** The first line of a card: what it is about, and a figure or an end at its right. */
export const CardHead = ({ title, aside }: { title: ReactNode; aside?: ReactNode }) => (
  <Box className="card-head">
    <Heading level={2} className="card-title">
      {title}
    </Heading>
    {aside === undefined ? null : <Words className="card-aside">{aside}</Words>}
  </Box>
);

type Tone = 'live' | 'good' | 'warn' | 'info' | 'quiet';

/** A word on coloured paper; a dot marks what happens right now. */
export const Tag = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <Box className={`tag tag-${tone}`}>
    {tone === 'live' ? <Words className="tag-dot" /> : null}
    <Words>{children}</Words>
  </Box>
);

/** Something to know before anything else on the page. */
export const Notice = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <Box className={`notice notice-${tone}`} role="status">
    {children}
  </Box>
);
