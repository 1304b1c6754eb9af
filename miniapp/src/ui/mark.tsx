import { Box } from './elements';
import './mark.scss';

/** A `1` in a chat bubble: the sign of the product. `quiet` where nothing is live. */
export const Mark = ({ size = 'm', quiet }: { size?: 'm' | 'l'; quiet?: boolean }) => (
  <Box className={`mark mark-${size} ${quiet ? 'mark-quiet' : ''}`} silent />
);
