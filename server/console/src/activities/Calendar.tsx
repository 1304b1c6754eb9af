import { WEEKDAY_NAMES, dayToText, mondayOf, shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { ACTIVITY_STATE_NAMES } from '@kouyi/shared/types';
import { App, Button } from 'antd';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { type Out, call, sentenceOf, useApi, useSend } from '../api';
import { Page } from '../app/Page';
import { IfCan, useCan } from '../app/session';
import { Bones, Failed } from '../ui/pieces';
import { useGo, useMedia, useParam } from '../ui/use';
import { useTell } from '../ui/tell';
import { clock } from '../ui/when';
import { movedByDays } from './move';
import './calendar.scss';

type Item = Out<'activities', 'calendar'>['items'][number];
interface Held {
  item: Item;
  fromDay: number;
  opening: { from: string; to: string };
}

/** `11月25日`, as one would say it in a sentence. */
const dateWords = (day: number): string => {
  const [, month, date] = dayToText(day).split('-');
  return `${Number(month)}月${Number(date)}日`;
};

const isMovable = ({ state }: Item): boolean => state === 'draft' || state === 'scheduled';

const Slot = ({
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
  const clashes = item.conflictsWith.map((id) => titles.get(id)).filter((name) => name !== undefined);
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
      {clashes.length > 0 && <em>和「{clashes.join('」「')}」撞口令</em>}
    </button>
  );
};

const useDrop = (onDone: () => void) => {
  const { message } = App.useApp();
  const done = { refresh: ['activities' as const], then: onDone };
  const copy = useSend('activities', 'copy', done);
  const update = useSend('activities', 'update', done);
  const archive = useSend('activities', 'archive', done);
  const say = useTell();
  const fail = (failure: unknown): void => void message.warning(sentenceOf(failure));
  return async ({ item, fromDay }: Held, day: number, asCopy: boolean): Promise<void> => {
    const days = day - fromDay;
    if (days === 0 && !asCopy) return;
    try {
      const { rule, version } = await call('activities', 'get', { id: item.id });
      const moved = movedByDays(rule, days);
      if (asCopy || !isMovable(item)) {
        const { id } = await copy.mutateAsync({ id: item.id, startAt: moved.window.startAt });
        say(`照「${item.title}」在 ${dateWords(day)} 建了一份草稿`, () =>
          archive.mutate({ id }, { onError: fail }),
        );
      } else {
        const after = await update.mutateAsync({ id: item.id, version, rule: moved });
        say(`「${item.title}」挪到了 ${dateWords(day)}`, () =>
          update.mutate({ id: item.id, version: after.version, rule }, { onError: fail }),
        );
      }
    } catch (failure) {
      fail(failure);
    }
  };
};

/**
 * The week: what runs when, where two would answer the same word. Drag to move, with Alt or a started one to copy;
 * Shift with ← or → does the same from the keyboard.
 */
export const Calendar = () => {
  const go = useGo();
  const can = useCan();
  const today = shanghaiDay(new Date());
  const [kept, setKept] = useParam('week');
  const monday = mondayOf(kept === '' ? today : today + Number(kept) * 7);
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
  const turn = (by: number): void =>
    setKept(Number(kept || 0) + by === 0 ? '' : String(Number(kept || 0) + by));
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
          <Button onClick={() => setKept('')} disabled={kept === ''}>
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
              onDragLeave={() => setOver(undefined)}
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
                  onHold={setHeld}
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
