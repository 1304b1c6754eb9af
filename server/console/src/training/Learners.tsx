import { Link } from 'react-router';
import { type Out, useRows } from '../api';
import { type Column, DataTable, PagedTable } from '../ui/DataTable';
import { PickFilter, given, usePicked } from '../ui/Filters';
import { count, percent } from '../ui/number';
import { Blank, Card, Figure, Pill } from '../ui/pieces';
import { when } from '../ui/when';

type Row = Out<'training', 'learners'>['items'][number];

const columns: Column<Row>[] = [
  { head: '谁', cell: ({ personId, nickname }) => <Link to={`/people/${personId}`}>{nickname}</Link> },
  {
    head: '结果',
    cell: ({ passedAt, passedVersion }) =>
      passedAt ? (
        <Pill tone="good">{`第 ${passedVersion ?? 1} 版通过`}</Pill>
      ) : (
        <Pill tone="care">还没过</Pill>
      ),
  },
  { head: '最好', end: true, cell: ({ bestPercent }) => `${bestPercent}%` },
  { head: '答了几次', end: true, cell: ({ tries }) => count(tries) },
  { head: '最近一次', cell: ({ lastAt }) => when(lastAt) },
];

const SHOWN = [
  { value: '', label: '全部' },
  { value: 'yes', label: '通过的' },
  { value: 'no', label: '没过的' },
] as const;

/** Who learned a lesson, and which of its questions are hard. */
export const Learners = ({ of: { lesson, questions } }: { of: Out<'training', 'lesson'> }) => {
  const [passed] = usePicked('passed', SHOWN);
  const rows = useRows('training', 'learners', { id: lesson.id, limit: 50, ...given({ passed }) });
  return (
    <div className="stack" style={{ gap: 18 }}>
      <div className="figures">
        <Figure label="答过" value={count(lesson.tried)} note="每人算一次" />
        <Figure
          label="通过"
          value={count(lesson.passed)}
          note={lesson.tried > 0 ? `占答过的 ${percent(lesson.passed, lesson.tried)}` : '还没有人答'}
        />
      </div>
      <div className="split">
        <Card title="谁学过" extra={<PickFilter name="哪些人" param="passed" options={SHOWN} />}>
          <PagedTable
            label="谁学过"
            of={rows}
            columns={columns}
            keyOf={({ personId }) => personId}
            blank={<Blank title="还没有人">发布以后，有人答题就会在这里。</Blank>}
          />
        </Card>
        <Card title="哪道题难" sub="只看现在这一版">
          {questions.length === 0 ? (
            <Blank title="还没有发布">发布以后才有。</Blank>
          ) : (
            <DataTable
              label="哪道题难"
              rows={questions}
              keyOf={({ id }) => id}
              columns={[
                { head: '题目', cell: ({ text }) => text },
                { head: '答错', cell: ({ wrong, answered }) => percent(wrong, answered), end: true },
              ]}
            />
          )}
        </Card>
      </div>
    </div>
  );
};
