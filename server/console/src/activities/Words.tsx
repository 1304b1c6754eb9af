import { PART_NAMES } from '../ui/words';
import './words.scss';

/** A rule as one would tell a colleague: its parts, a line each. */
export const Words = ({ of }: { of: { part: string; line: string }[] }) => (
  <dl className="facts rule-words">
    {of.map(({ part, line }, i) => (
      <div key={i} style={{ display: 'contents' }}>
        <dt>{PART_NAMES[part] ?? part}</dt>
        <dd>{line}</dd>
      </div>
    ))}
  </dl>
);
