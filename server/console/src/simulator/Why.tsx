import type { ChannelEvent } from '@kouyi/shared/contracts';
import { Button, Drawer } from 'antd';
import { useEffect } from 'react';
import { useSend } from '../api';
import { Trace } from '../trace/Trace';
import { Notice, Trouble } from '../ui/pieces';
import type { RoomLine } from './lines';

const Again = ({ event }: { event: ChannelEvent }) => {
  const send = useSend('channels', 'events', { refresh: ['bot'] });
  const { reset } = send;
  useEffect(() => reset(), [event.eventId, reset]);
  return (
    <div className="stack" style={{ marginTop: 16 }}>
      <Button onClick={() => send.mutate({ events: [event] })} loading={send.isPending}>
        让渠道把这条再送一次
      </Button>
      {send.data && (
        <Notice tone="good">
          {send.data.duplicates > 0 ? '收到了，认出是同一条：没有重复计数，也没有再回一遍。' : '送到了。'}
        </Notice>
      )}
      <Trouble failure={send.error} />
    </div>
  );
};

/** Why a message was handled as it was, and a way to deliver the very same message once more. */
export const Why = ({ of, onClose }: { of: RoomLine | undefined; onClose: () => void }) => (
  <Drawer title="为什么这样处理？" open={of !== undefined} onClose={onClose} mask={false} size={400}>
    {of && (
      <>
        <Trace messageId={of.message.id} />
        {of.event && <Again event={of.event} />}
      </>
    )}
  </Drawer>
);
