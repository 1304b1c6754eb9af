import { triggerKey } from '@kouyi/shared/rules/text';
import type { RoomMessage } from '@kouyi/shared/contracts';
import type { ReactNode } from 'react';
import { clockSeconds, dayWords } from './when';
import './talk.scss';

/** The first character of a name, as people wear it in a group. */
export const initial = (name: string): string => Array.from(name.trim())[0] ?? '?';

const toneOf = (message: RoomMessage): string => {
  if (message.from === 'bot') return 'bot';
  if (message.outcome === 'counted') return 'one';
  // A `1` that did not count is still shown as a 1, only quieter.
  return message.outcome !== undefined || triggerKey(message.text) === '1' ? 'seen' : '';
};

/** The day, where a room's lines pass into another than that of the line before; a room's first says it unless today. */
export const DayLine = ({ at, before }: { at: string; before: string | undefined }) => {
  const day = dayWords(at);
  return day === (before === undefined ? dayWords(new Date().toISOString()) : dayWords(before)) ? null : (
    <p className="said-aside">{day}</p>
  );
};

/** One line of a room, as its members see it. With `onPick` it can be asked why. */
export const Said = ({
  message,
  onPick,
  picked = false,
  pending = false,
  named = true,
  after,
}: {
  message: RoomMessage;
  onPick?: (() => void) | undefined;
  picked?: boolean;
  pending?: boolean;
  named?: boolean;
  after?: ReactNode;
}) => {
  if (message.from === 'system' || message.kind !== 'message')
    return (
      <p className="said-aside">
        {message.kind === 'join' && message.from !== 'system' ? `${message.name} 进群了` : ''}
        {message.kind === 'leave' && message.from !== 'system' ? `${message.name} 离开了` : ''}
        {message.from === 'system' ? message.text : ''}
      </p>
    );
  const inside = (
    <>
      <span className="who" aria-hidden>
        {initial(message.name)}
      </span>
      <span className="words">
        <span className="text">{message.text}</span>
        {named && (
          <span className="name num">
            {message.name} {clockSeconds(message.at)}
          </span>
        )}
        {message.card && (
          <span className="card-line">
            <span className="mini-card">
              <b>{message.card.title}</b>
              <span>小程序 · 点开领取</span>
            </span>
          </span>
        )}
        {after !== undefined && <span className="after">{after}</span>}
      </span>
    </>
  );
  const classes = `said ${toneOf(message)} ${picked ? 'picked' : ''} ${pending ? 'pending' : ''}`;
  return onPick ? (
    <button type="button" className={classes} onClick={onPick}>
      {inside}
    </button>
  ) : (
    <div className={classes}>{inside}</div>
  );
};
