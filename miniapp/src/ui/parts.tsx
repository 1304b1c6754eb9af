import { Box } from './elements';
import './parts.scss';

/** A few figures beside each other, each over its name. */
export const Parts = ({ of }: { of: readonly (readonly [name: string, value: string])[] }) => (
  <Box className="parts">
    {of.map(([name, value]) => (
      <Box key={name} className="part">
        <Box className="part-value">{value}</Box>
        <Box>{name}</Box>
      </Box>
    ))}
  </Box>
);
