import { Button, Segmented } from 'antd';
import { type Out, useRows } from '../api';
import { useCan } from '../app/session';
import { PublishedPill, STATE_OPTIONS, stateOf } from '../materials/Published';
import { type Column, PagedTable } from '../ui/DataTable';
import { count, percent } from '../ui/number';
import { Blank, Card } from '../ui/pieces';
import { useGo, useParam } from '../ui/use';
import { when } from '../ui/when';

type Row = Out<'training', 'lessons'>['items'][number];

const columns: Column<Row>[] = [
  {
    head: '课程',
    cell: ({ title, sections, questions }) => (
      <>
        <strong>{title}</strong>
        <small>{`${sections.length} 节 · ${questions.length} 道题`}</small>
      </>
    ),
  },
  { head: '状态', cell: (row) => <PublishedPill {...row} /> },
  { head: '给谁', cell: ({ audience }) => (audience === 'kocs' ? 'KOC' : '所有会员') },
  { head: '答过', end: true, cell: ({ tried }) => count(tried) },
  {
    head: '通过',
    end: true,
    cell: ({ passed, tried }) => (
      <>
        {count(passed)}
        <small>{tried > 0 ? percent(passed, tried) : ''}</small>
      </>
    ),
  },
  { head: '最近改过', cell: ({ updatedAt, updatedBy }) => `${when(updatedAt)} · ${updatedBy}` },
];

/** Lessons: what there is to learn and how many passed. */
export const LessonList = () => {
  const can = useCan();
  const go = useGo();
  const [kept, setState] = useParam('state');
  const state = stateOf(kept);
  const rows = useRows('training', 'lessons', { limit: 50, ...(state ? { state } : {}) });
  const make = can('koc.write') && (
    <Button type="primary" onClick={() => go('/training/lessons/new')}>
      新课程
    </Button>
  );
  return (
    <>
      <div className="filters">
        <Segmented options={STATE_OPTIONS} value={state ?? ''} onChange={setState} />
        <span className="push">{make}</span>
      </div>
      <Card>
        <PagedTable
          label="课程"
          of={rows}
          columns={columns}
          keyOf={({ id }) => id}
          onOpen={({ id }) => go(`/training/lessons/${id}`)}
          blank={
            <Blank title={state ? '没有这样的课程' : '还没有课程'} action={!state && make}>
              {state ? '换个条件试试。' : '三分钟能看完的一课，加两三道题，比一份长手册管用。'}
            </Blank>
          }
        />
      </Card>
    </>
  );
};
