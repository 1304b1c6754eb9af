import type { LiveView } from '@kouyi/shared/contracts';
import { Card, Meter } from '../ui/pieces';
import { count, percent } from '../ui/number';

/** How the choices of a vote or a quiz stand. */
export const Tally = ({ options }: { options: LiveView['options'] }) => {
  const all = options.reduce((sum, { times }) => sum + times, 0);
  const ahead = options.reduce<LiveView['options'][number] | undefined>(
    (best, one) => (best && best.times >= one.times ? best : one),
    undefined,
  );
  return (
    <Card
      title="各选项"
      sub={
        ahead && ahead.times > 0 ? `「${ahead.label}」领先，占 ${percent(ahead.times, all)}` : '还没有人选'
      }
    >
      <ul className="tally">
        {options.map(({ trigger, label, times }) => (
          <li key={trigger}>
            <span>
              扣 {trigger} · {label}
            </span>
            <Meter className="join" share={all > 0 ? times / all : 0} />
            <span className="num">
              {count(times)}
              <small>{percent(times, all)}</small>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
};
