import { dayToText, shanghaiDay } from '@kouyi/shared/rules/time';
import { App } from 'antd';
import { type Out, call, sentenceOf, useSend } from '../api';
import { useTell } from '../ui/tell';
import { movedByDays } from './move';

type Item = Out<'activities', 'calendar'>['items'][number];
/** What is being moved, and the day and opening it was taken by. */
export interface Held {
  item: Item;
  fromDay: number;
  opening: { from: string; to: string };
}

/** `11月25日`, as one would say it in a sentence. */
export const dateWords = (day: number): string => {
  const [, month, date] = dayToText(day).split('-');
  return `${Number(month)}月${Number(date)}日`;
};

const isMovable = ({ state }: Item): boolean => state === 'draft' || state === 'scheduled';

/**
 * How something is put on another day: moved where it has not begun, copied where it has or where asked to. Both can
 * be undone; nothing is put on a day that is over.
 */
export const useDrop = (onDone: () => void) => {
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
    if (day < shanghaiDay(new Date())) return void message.info('这一天已经过去了，往后面放');
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
