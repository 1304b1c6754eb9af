import { App, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { call, sentenceOf } from '../api';
import { useGo } from '../ui/use';

const SIDE_BY_SIDE = 2;

/** Opens the simulator with the rooms of this activity that matter most: the liveliest, or else the largest. */
export const ToRooms = ({
  activityId,
  size = 'middle',
  type = 'default',
  children,
}: {
  activityId: string;
  size?: 'small' | 'middle';
  type?: 'primary' | 'default';
  children: ReactNode;
}) => {
  const go = useGo();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const open = async (): Promise<void> => {
    setBusy(true);
    try {
      const { groups } = await call('activities', 'live', { id: activityId });
      const rooms = groups.slice(0, SIDE_BY_SIDE).map(({ groupId }) => groupId);
      go(rooms.length > 0 ? `/simulator?rooms=${rooms.join(',')}` : '/simulator');
    } catch (failure) {
      void message.warning(sentenceOf(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size={size} type={type} loading={busy} onClick={() => void open()}>
      {children}
    </Button>
  );
};
