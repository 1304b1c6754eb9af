import {
  WEEKDAY_NAMES,
  dayToText,
  mondayOf,
  shanghaiDay,
  shanghaiInstant,
  textToDay,
} from '@kouyi/shared/rules/time';
import { Button } from 'antd';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { useApi } from '../api';
import { Page } from '../app/Page';
import { IfCan, useCan } from '../app/session';
import { Bones } from '../ui/Bones';
import { Failed } from '../ui/pieces';
import { useGo, useMedia, useParam } from '../ui/use';
import { Slot } from './CalendarSlot';
import { type Held, dateWords, useDrop } from './calendar-drop';
import './calendar.scss';

/**
 * The week: what runs when, where two would answer the same word. Drag to move, with Alt or a started one to copy;
 * Shift with ← or → does the same from the keyboard.
 */
export const Calendar = () => {
  const go = useGo();
  const can = useCan();
  const today = shanghaiDay(new Date());
  const [kept, setKept] = useParam('week');
  // A day of the week, so that what is sent to a colleague stays that week.
  const monday = mondayOf(textToDay(kept) ?? today);
  const days = Array.from({ length: 7 }, (_, i) => monday + i);
  const span = {
    from: shanghaiInstant(monday).toISOString(),
    to: shanghaiInstant(monday + 7).toISOString(),
  };
  const week = useApi('activities', 'calendar', span, { keep: true, everyMs: 30_000 });
  const [held, setHeld] = useState<Held>();
  const [over, setOver] = useState<number>();
  const drop = useDrop(() => void week.refetch());
  // What was moved with the keys is followed to the day it went to.
  const follow = useRef<string>();
  useEffect(() => {
    const to = follow.current && document.querySelector<HTMLElement>(`[data-slot="${follow.current}"]`);
    if (!to) return;
    follow.current = undefined;
    to.focus();
  }, [week.data]);
  const touch = useMedia('(hover: none)');
  const isThisWeek = monday === mondayOf(today);
  const turn = (by: number): void => {
    const to = monday + by * 7;
    setKept(to === mondayOf(today) ? '' : dayToText(to));
  };
  const titles = new Map(week.data?.items.map(({ id, title }) => [id, title]));
  const onDrop = (event: DragEvent, day: number): void => {
    event.preventDefault();
    setOver(undefined);
    if (held) void drop(held, day, event.altKey || event.ctrlKey);
  };
  const slotsOf = (day: number) =>
    (week.data?.items ?? [])
      .flatMap((item) =>
        item.openings
          .filter(
            ({ from, to }) =>
              Date.parse(from) < shanghaiInstant(day + 1).getTime() &&
              Date.parse(to) > shanghaiInstant(day).getTime(),
          )
          .map((opening) => ({ item, opening })),
      )
      .sort((a, b) => a.opening.from.localeCompare(b.opening.from));
  return (
    <Page
      title="活动日历"
      acts={
        <>
          <Button onClick={() => turn(-1)}>上一周</Button>
          <Button onClick={() => setKept('')} disabled={isThisWeek}>
            这一周
          </Button>
          <Button onClick={() => turn(1)}>下一周</Button>
          <IfCan right="activities.write">
            <Button type="primary" onClick={() => go('/activities/new')}>
              建一个活动
            </Button>
          </IfCan>
        </>
      }
      {...(can('activities.write') && !touch
        ? { lead: '拖到别的日子就改期（没开始的）；按住 Alt 拖，或者拖已经开始的，是照样再建一份草稿。' }
        : {})}
    >
      {week.isPending && <Bones lines={8} />}
      {week.error && !week.data && <Failed failure={week.error} retry={() => void week.refetch()} />}
      {week.data && (
        <div className="week">
          {days.map((day, i) => (
            <section
              key={day}
              aria-label={dayToText(day)}
              className={`day ${day === today ? 'today' : ''} ${day < today ? 'past' : ''} ${over === day ? 'over' : ''}`}
              onDragOver={(event) => {
                if (!held) return;
                event.preventDefault();
                setOver(day);
              }}
              onDragLeave={({ currentTarget, relatedTarget }) => {
                // From one thing of the day to the next is not away from the day.
                if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget)))
                  setOver(undefined);
              }}
              onDrop={(event) => onDrop(event, day)}
            >
              <h2>
                {WEEKDAY_NAMES[i + 1]}
                {day === today && ' · 今天'}
                <b className="num">{dayToText(day).slice(5).replace('-', '/')}</b>
              </h2>
              {slotsOf(day).map(({ item, opening }) => (
                <Slot
                  key={item.id + opening.from}
                  item={item}
                  opening={opening}
                  day={day}
                  fromDay={day}
                  titles={titles}
                  onHold={(taken) => {
                    setHeld(taken);
                    // Let go of, by Escape too, it is over no day.
                    if (!taken) setOver(undefined);
                  }}
                  onStep={(by) => {
                    follow.current = `${item.id}:${day + by}`;
                    void drop({ item, fromDay: day, opening }, day + by, false);
                  }}
                />
              ))}
              {day >= today && can('activities.write') && (
                <Link
                  className="day-add"
                  to={`/activities/new?say=${encodeURIComponent(`${dateWords(day)}晚8点到9点 `)}`}
                  aria-label={`${dateWords(day)}办一个`}
                >
                  ＋ 办一个
                </Link>
              )}
            </section>
          ))}
        </div>
      )}
    </Page>
  );
};
