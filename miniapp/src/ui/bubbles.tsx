import { Box } from './elements';
import './bubbles.scss';

interface BubblesProps {
  /** Bubbles that are full. */
  filled: number;
  /** All bubbles of the grid. */
  total: number;
  /** Which one is one's own, from 0. */
  own?: number;
  /** The picture in words. */
  label: string;
  small?: boolean;
}

/** A grid of small bubbles that fills up: one per person, or per so many; one's own is outlined. */
export const Bubbles = ({ filled, total, own, label, small }: BubblesProps) => (
  <Box className={`bubbles ${small ? 'bubbles-small' : ''}`} role="img" label={label}>
    {Array.from({ length: total }, (_, i) => (
      <Box
        key={i}
        silent
        className={`bubble ${i < filled ? 'bubble-on moves' : ''} ${i === own ? 'bubble-own' : ''}`}
      >
        1
      </Box>
    ))}
  </Box>
);
