import type { ActivityView } from '@kouyi/shared/contracts';
import { useState } from 'react';
import { sentenceOf, useApi } from '../api';
import { useCan } from '../app/session';
import { Bones, Together } from '../ui/Bones';
import { Blank, Card, Failed, Notice } from '../ui/pieces';
import { Figures } from './Figures';
import { GroupRanking } from './GroupRanking';
import { JoinChart } from './JoinChart';
import { RoomBeside } from './RoomBeside';
import { Tally } from './Tally';
import { ToRooms } from './ToRooms';

const RUNNING_MS = 1_500;
const RESTING_MS = 15_000;

/** The numbers of an activity while it runs and after: who joined, how fast, in which groups, and what was said. */
export const LiveBoard = ({ activity }: { activity: ActivityView }) => {
  const can = useCan();
  const running = activity.state === 'running';
  const [chosen, setChosen] = useState<string>();
  const live = useApi(
    'activities',
    'live',
    { id: activity.id },
    { everyMs: running ? RUNNING_MS : RESTING_MS },
  );
  if (live.isPending) return <Bones lines={10} />;
  if (!live.data) return <Failed failure={live.error} retry={() => void live.refetch()} />;
  const { data } = live;
  const busiest = [...data.groups].sort((a, b) => b.counted - a.counted)[0];
  const picked = data.groups.find(({ groupId }) => groupId === chosen) ?? busiest;
  return (
    <Together>
      {live.error && (
        <div style={{ marginBottom: 16 }}>
          <Notice>{sentenceOf(live.error)}下面是之前的数，连上了自己会更新。</Notice>
        </div>
      )}
      <Figures live={data} activity={activity} />
      <div className="split">
        <div className="stack" style={{ gap: 18 }}>
          <JoinChart activity={activity} live={data} />
          {data.options.length > 0 && <Tally options={data.options} />}
          {data.groups.length > 0 ? (
            <GroupRanking live={data} picked={picked?.groupId} onPick={setChosen} />
          ) : (
            <Card>
              <Blank
                title="还没有群里的数据"
                action={can('simulator.use') && <ToRooms activityId={activity.id}>去模拟器里扣个 1</ToRooms>}
              >
                活动开着，等第一个人开口。
              </Blank>
            </Card>
          )}
        </div>
        {picked && can('messages.read') && (
          <RoomBeside key={picked.groupId} groupId={picked.groupId} name={picked.name} live={running} />
        )}
      </div>
    </Together>
  );
};
