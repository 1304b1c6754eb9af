import { Box, Tap } from './elements';
import './chips.scss';

interface Props<K extends string> {
  /** What is chosen by it, said aloud. */
  label: string;
  options: readonly (readonly [key: K, title: string])[];
  chosen: K | undefined;
  onPick: (key: K) => void;
}

/** A few ways to look at a page, one of them on. */
export const Chips = <K extends string>({ label, options, chosen, onPick }: Props<K>) => (
  <Box className="chips" role="group" label={label}>
    {options.map(([key, title]) => (
      <Tap
        key={key}
        className={`chip ${key === chosen ? 'chip-on' : ''}`}
        onTap={() => onPick(key)}
        disabled={key === chosen}
        label={key === chosen ? `${title}，正在看` : title}
      >
        {title}
      </Tap>
    ))}
  </Box>
);
