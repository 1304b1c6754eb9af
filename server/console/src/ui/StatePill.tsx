import { ACTIVITY_STATE_NAMES, type ActivityState } from '@kouyi/shared/types';
import { Pill } from './pieces';
import { left } from './when';
import { STATE_TONES } from './words';

/** The state of an activity; with `endsAt` and `now` a running one says how long it still has. */
export const StatePill = ({
  state,
  endsAt,
  now,
}: {
  state: ActivityState;
  endsAt?: string;
  now?: number;
}) => {
  const rest = state === 'running' && endsAt && now !== undefined ? left(endsAt, now) : '';
  return (
    <Pill tone={STATE_TONES[state]}>
      {ACTIVITY_STATE_NAMES[state]}
      {rest && <span className="num">还剩 {rest}</span>}
    </Pill>
  );
};
