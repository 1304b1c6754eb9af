import { shanghaiDay } from '@kouyi/shared/rules/time';
import { ACTIVITY_STATE_NAMES } from '@kouyi/shared/types';
import { useCan } from '../app/session';
import { useGo } from '../ui/use';
import { clock } from '../ui/when';
import type { Held } from './calendar-drop';

const NAMED = 2;

/** One opening of an activity on one day of the week: opened by a click, moved by hand or with Shift and an arrow. */
export const Slot = ({
  item,
  opening,
  day,
  titles,
  onHold,
  onStep,
}: Held & {
  day: number;
  titles: Map<string, string>;
  onHold: (held: Held | undefined) => void;
  onStep: (by: 1 | -1) => void;
}) => {
  const go = useGo();
  const can = useCan();
  // Those of one name are one to the reader, and a day is no place for a long list.
  const clashes = [...new Set(item.conflictsWith.flatMap((id) => titles.get(id) ?? []))];
  const from = shanghaiDay(new Date(opening.from)) === day ? clock(opening.from) : '00:00';
  const to = shanghaiDay(new Date(Date.parse(opening.to) - 1)) === day ? clock(opening.to) : '24:00';
  const endsAtMidnight = to === '00:00' || to === '24:00';
  return (
    <button
      type="button"
      className={`slot ${item.state}`}
      data-slot={`${item.id}:${day}`}
      draggable={can('activities.write')}
      onClick={() => go(`/activities/${item.id}`)}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : undefined;
        if (!by || !event.shiftKey || !can('activities.write')) return;
        event.preventDefault();
        onStep(by);
      }}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'copyMove';
        event.dataTransfer.setData('text/plain', item.id);
        onHold({ item, fromDay: day, opening });
      }}
      onDragEnd={() => onHold(undefined)}
    >
      <span className="num">
        {from === '00:00' && endsAtMidnight ? '全天' : `${from}–${endsAtMidnight ? '24:00' : to}`}
      </span>
      <b>{item.title}</b>
      {ACTIVITY_STATE_NAMES[item.state]}
      {clashes.length > 0 && (
        <em>
          和「{clashes.slice(0, NAMED).join('」「')}」{clashes.length > NAMED && `等 ${clashes.length} 个`}
          撞口令
        </em>
      )}
    </button>
  );
};
