import { Box } from './elements';
import './mark.scss';

/** A `1` in a chat bubble: the sign of the product, and of one person who took part. */
export const Mark = ({ size = 'm' }: { size?: 'm' | 'l' }) => (
  <Box className={`mark mark-${size}`} silent>
    1
  </Box>
);
