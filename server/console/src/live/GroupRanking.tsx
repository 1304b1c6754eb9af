import type { LiveView } from '@kouyi/shared/contracts';
import { HOUR_MS } from '@kouyi/shared/rules/time';
import { useState } from 'react';
import { Button } from 'antd';
import { type Column, DataTable } from '../ui/DataTable';
import { Card, Meter } from '../ui/pieces';
import { count, percent } from '../ui/number';
import { duration } from '../ui/when';

type Row = LiveView['groups'][number];
const SHOWN = 8;

const columns = (best: number): Column<Row>[] => [
  { head: '群', cell: ({ name }) => <strong>{name}</strong> },
  { head: '成员', cell: ({ members }) => count(members), end: true },
  {
    head: '参与占比',
    end: true,
    cell: ({ people, members }) => (
      <span style={{ whiteSpace: 'nowrap' }}>
        <Meter className="join thin" share={best > 0 && members > 0 ? people / members / best : 0} />
        <span style={{ display: 'inline-block', minWidth: 48 }}>{percent(people, members)}</span>
      </span>
    ),
  },
  { head: '首次', cell: ({ firstTimers }) => count(firstTimers), end: true },
  {
    head: '首条回应',
    // Hours later it is no answer to whoever spoke first.
    cell: ({ firstAnswerMs }) =>
      firstAnswerMs === undefined ? (
        '–'
      ) : firstAnswerMs > HOUR_MS ? (
        <span className="quiet">没当场回</span>
      ) : (
        duration(firstAnswerMs)
      ),
    end: true,
  },
  { head: '发出积分', cell: ({ pointsGiven }) => count(pointsGiven), end: true },
];

/** Groups by the share of members who took part; the picked one’s room stands beside. */
export const GroupRanking = ({
  live,
  picked,
  onPick,
}: {
  live: LiveView;
  picked: string | undefined;
  onPick: (groupId: string) => void;
}) => {
  const [all, setAll] = useState(false);
  const share = ({ people, members }: Row): number => (members > 0 ? people / members : 0);
  const ranked = [...live.groups].sort((a, b) => share(b) - share(a) || b.people - a.people);
  const best = Math.max(0, ...ranked.map(share));
  // Of an activity in thousands of groups only the liveliest are told here.
  const part = live.groupCount > ranked.length;
  return (
    <Card title="各群" sub="点一个群，右边看它此刻在聊什么">
      <DataTable
        label="各群排名"
        columns={columns(best)}
        rows={all ? ranked : ranked.slice(0, SHOWN)}
        keyOf={({ groupId }) => groupId}
        pickedKey={picked}
        onOpen={({ groupId }) => onPick(groupId)}
      />
      {ranked.length > SHOWN && (
        <div className="table-foot">
          {part && <p className="quiet">一共 {count(live.groupCount)} 个群，其余的在导出里。</p>}
          <Button onClick={() => setAll(!all)}>
            {all ? '只看前面的' : `看${part ? '最热闹的' : '全部'} ${count(ranked.length)} 个群`}
          </Button>
        </div>
      )}
    </Card>
  );
};
