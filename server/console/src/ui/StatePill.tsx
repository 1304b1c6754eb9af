import { ACTIVITY_STATE_NAMES, type ActivityState } from '@kouyi/shared/types';
import { Pill } from './pieces';
import { useNow } from './use';
import { left } from './when';
import { STATE_TONES } from './words';

/** What is left, second by second; of everything around it nothing is drawn again. */
const Left = ({ until }: { until: string }) => {
  const rest = left(until, useNow(1_000));
  return rest ? <span className="num">还剩 {rest}</span> : null;
};

/** The state of an activity; with `endsAt` a running one says how long it still has. */
export const StatePill = ({ state, endsAt }: { state: ActivityState; endsAt?: string }) => (
  <Pill tone={STATE_TONES[state]}>
    {ACTIVITY_STATE_NAMES[state]}
    {state === 'running' && endsAt && <Left until={endsAt} />}
  </Pill>
);
