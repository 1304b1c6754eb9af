import type { ActivityView } from '@kouyi/shared/contracts';
import { OUTCOMES, type Outcome } from '@kouyi/shared/types';
import { Button } from 'antd';
import { Link } from 'react-router';
import { type Out, useRows } from '../api';
import { type Column, PagedTable } from '../ui/DataTable';
import { ChoiceFilter } from '../ui/Filters';
import { Blank, Card, Pill } from '../ui/pieces';
import { signed } from '../ui/number';
import { useParam } from '../ui/use';
import { clockSeconds, dayWords } from '../ui/when';
import { outcomeWords } from '../ui/words';

type Row = Out<'activities', 'participations'>['items'][number];

const columns: Column<Row>[] = [
  {
    head: '谁',
    cell: ({ personId, personName }) => (
      <Link to={`/people/${personId}`}>
        <strong>{personName}</strong>
      </Link>
    ),
  },
  { head: '群', cell: ({ groupId, groupName }) => <Link to={`/groups/${groupId}`}>{groupName}</Link> },
  { head: '什么时候', cell: ({ at }) => `${dayWords(at)} ${clockSeconds(at)}` },
  { head: '内容', cell: ({ option, text }) => [option, text].filter(Boolean).join(' ') || '–' },
  {
    head: '结果',
    cell: ({ outcome }) => (
      <Pill tone={outcome === 'counted' ? 'good' : 'care'}>{outcomeWords(outcome)}</Pill>
    ),
  },
  { head: '积分', cell: ({ points }) => signed(points), end: true },
];

/** Every decision about a message of this activity, newest first. */
export const Participations = ({ activity }: { activity: ActivityView }) => {
  const [outcome, setOutcome] = useParam('outcome');
  const rows = useRows(
    'activities',
    'participations',
    { id: activity.id, limit: 50, ...(outcome ? { outcome: outcome as Outcome } : {}) },
    { everyMs: activity.state === 'running' ? 4_000 : 0 },
  );
  return (
    <>
      <div className="filters">
        <ChoiceFilter
          name="结果"
          param="outcome"
          all="全部结果"
          width={200}
          options={OUTCOMES.map((value) => ({ value, label: outcomeWords(value) }))}
        />
      </div>
      <Card>
        <PagedTable
          label="参与明细"
          of={rows}
          columns={columns}
          keyOf={({ id }) => id}
          blank={
            outcome ? (
              <Blank title="没有这种结果的" action={<Button onClick={() => setOutcome('')}>看全部</Button>} />
            ) : (
              <Blank title="还没有明细">有人扣了之后，每一条怎么判的都记在这里。</Blank>
            )
          }
        />
      </Card>
    </>
  );
};
