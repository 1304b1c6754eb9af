import { useEffect, useRef, useState } from 'react';
import { useApi } from '../api';
import { Trace } from '../trace/Trace';
import { Bones } from '../ui/Bones';
import { Card, Failed } from '../ui/pieces';
import { DayLine, Said } from '../ui/Said';
import { outcomeWords } from '../ui/words';

const LINES = 40;

/** What is being said in a group right now; any message can be asked why it was handled as it was. */
export const RoomBeside = ({ groupId, name, live }: { groupId: string; name: string; live: boolean }) => {
  const [asking, setAsking] = useState<string>();
  const messages = useApi(
    'groups',
    'messages',
    { id: groupId, limit: LINES },
    { everyMs: live ? 2_000 : 15_000 },
  );
  const box = useRef<HTMLDivElement>(null);
  const newest = messages.data?.items[0]?.id;
  const lines = messages.data?.items.toReversed() ?? [];
  useEffect(() => {
    if (box.current && asking === undefined) box.current.scrollTop = box.current.scrollHeight;
  }, [newest, asking]);
  return (
    <Card
      title={`${name}，${live ? '此刻' : '最近'}`}
      sub="点任何一条，看它为什么这样处理"
      className="live-room"
    >
      {messages.isPending && <Bones />}
      {messages.error && !messages.data && (
        <Failed failure={messages.error} retry={() => void messages.refetch()} />
      )}
      {messages.data?.items.length === 0 && <p className="quiet">这个群还没人说话。</p>}
      {lines.length > 0 && (
        <div className="talk" ref={box}>
          {lines.map((message, i) => (
            <div key={message.id}>
              <DayLine at={message.at} before={lines[i - 1]?.at} />
              <Said
                message={message}
                picked={asking === message.id}
                onPick={
                  message.from === 'member'
                    ? () => setAsking(asking === message.id ? undefined : message.id)
                    : undefined
                }
                after={
                  message.outcome && message.outcome !== 'counted'
                    ? `未计：${outcomeWords(message.outcome)}`
                    : undefined
                }
              />
              {asking === message.id && (
                <div style={{ marginTop: 8 }}>
                  <Trace messageId={message.id} />
                </div>
              )}
            </div>
          ))}
        </div>
      )}
    </Card>
  );
};
