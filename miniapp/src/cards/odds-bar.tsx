import type { BoxCard } from '@kouyi/shared/contracts';
import { Box } from '@/ui/elements';
import { Facts } from '@/ui/facts';
import './odds-bar.scss';

/** What a box holds, before anything is tapped: its best prizes with their odds, drawn to scale and said in words. */
export const OddsBar = ({ prizes }: { prizes: BoxCard['topPrizes'] }) => {
  const inside = prizes.filter(({ share }) => share > 0);
  if (inside.length === 0) return null;
  return (
    <Box className="odds-bar">
      <Box className="odds-bar-scale">
        {inside.map(({ name, share }, i) => (
          <Box key={name} className={`odds-bar-part odds-bar-${i}`} style={{ width: `${share * 100}%` }} />
        ))}
      </Box>
      <Facts line={inside.map(({ name, percent }) => `${name} ${percent}`).join(' · ')} />
    </Box>
  );
};
