import type { ChannelEvent, GroupView } from '@kouyi/shared/contracts';
import { Button } from 'antd';
import { Fragment, useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { Bones } from '../ui/Bones';
import { Pill } from '../ui/pieces';
import { DayLine, Said } from '../ui/Said';
import { outcomeWords } from '../ui/words';
import { Composer } from './Composer';
import { speech } from './events';
import type { Line } from './socket';
import { type RoomLine, eventOf } from './lines';
import { useRoom } from './useRoom';

const NEAR_END_PX = 120;
const eventGiven = (event: ChannelEvent | undefined) => (event ? { event } : {});

/** Keeps the newest line in view while the reader is at the end, and leaves them alone while they read back. */
const useStickToEnd = (lines: RoomLine[]) => {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const it = box.current;
    if (!it) return;
    const stick = (): void => {
      if (atEnd.current) it.scrollTop = it.scrollHeight;
    };
    stick();
    // Lines grow when they are decided, and fold when a drawer takes room.
    const watch = new ResizeObserver(stick);
    watch.observe(it);
    if (it.lastElementChild) watch.observe(it.lastElementChild);
    return () => watch.disconnect();
  }, [lines]);
  const onScroll = () => {
    const it = box.current;
    if (it) atEnd.current = it.scrollHeight - it.scrollTop - it.clientHeight < NEAR_END_PX;
  };
  return { box, onScroll };
};

const noteOn = ({ message, failed }: RoomLine): string | undefined => {
  if (failed) return '没送到，点一下再送';
  return message.outcome && message.outcome !== 'counted'
    ? `未计：${outcomeWords(message.outcome)}`
    : undefined;
};

/** A line of the room: pressed, it tells why; one that never arrived is sent again. */
const RoomSaid = ({
  of,
  picked,
  onPick,
  onAgain,
}: {
  of: RoomLine;
  picked: boolean;
  onPick: () => void;
  onAgain: (event: ChannelEvent) => void;
}) => {
  const { message, pending, failed, event } = of;
  const again = failed && event ? () => onAgain(event) : undefined;
  const pick = pending || message.from !== 'member' ? undefined : onPick;
  return (
    <Said message={message} pending={pending} picked={picked} onPick={again ?? pick} after={noteOn(of)} />
  );
};

/** One group as its members see it, with a place to speak as any of them. */
export const Room = ({
  room,
  line,
  pickedId,
  onPick,
  onClose,
}: {
  room: GroupView;
  line: Line;
  pickedId: string | undefined;
  onPick: (of: RoomLine) => void;
  onClose: () => void;
}) => {
  const { lines, isReading, trouble, say } = useRoom(room.id, line);
  const { box, onScroll } = useStickToEnd(lines);
  const section = useRef<HTMLElement>(null);
  const isAsked = lines.some(({ message }) => message.id === pickedId);
  useEffect(() => {
    // Beside the drawer not every room fits: the one that is talked about stays in view.
    if (isAsked) section.current?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [isAsked]);
  return (
    <section className="card room" aria-label={room.name} ref={section}>
      <header className="room-head">
        <div>
          <h2>
            <Link to={`/groups/${room.id}`}>{room.name}</Link>
          </h2>
          <p className="quiet">
            {room.memberCount} 人{room.band && ` · ${room.band}`}
            {room.tags.length > 0 && ` · ${room.tags.join('、')}`}
          </p>
        </div>
        {room.runningActivities > 0 && (
          <Link to="/activities?state=running">
            <Pill tone="live">{room.runningActivities} 个活动进行中</Pill>
          </Link>
        )}
        <Button type="text" size="small" aria-label={`收起 ${room.name}`} onClick={onClose}>
          ×
        </Button>
      </header>
      <div
        className="room-lines"
        ref={box}
        onScroll={onScroll}
        tabIndex={0}
        role="log"
        aria-label={`${room.name}的消息`}
      >
        {isReading && lines.length === 0 && <Bones lines={4} />}
        {!isReading && lines.length === 0 && (
          <p className="said-aside">还没人说话，用下面的按钮扣个 1 试试。</p>
        )}
        <div className="talk">
          {lines.map((one, i) => (
            <Fragment key={one.event?.eventId ?? one.message.id}>
              <DayLine at={one.message.at} before={lines[i - 1]?.message.at} />
              <RoomSaid
                of={one}
                picked={one.message.id === pickedId}
                onAgain={(event) => void say(event)}
                onPick={() => onPick({ ...one, ...eventGiven(eventOf(one, room.channelGroupId)) })}
              />
            </Fragment>
          ))}
        </div>
      </div>
      {trouble && (
        <p className="notice" role="alert">
          {trouble}
        </p>
      )}
      <Composer room={room} onSay={(speaker, text) => void say(speech(room, speaker, text))} />
    </section>
  );
};
