import { Button } from 'antd';
import { type Out, useRows } from '../api';
import { useCan } from '../app/session';
import { PublishedFilter, PublishedPill, usePublished } from '../materials/Published';
import type { Column } from '../ui/DataTable';
import { NoneFit, given } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { count, percent } from '../ui/number';
import { Blank } from '../ui/pieces';
import { useGo } from '../ui/use';
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
  {
    head: '最近改过',
    wide: true,
    cell: ({ updatedAt, updatedBy }) => `${when(updatedAt)} · ${updatedBy}`,
  },
];

/** Lessons: what there is to learn and how many passed. */
export const LessonList = () => {
  const can = useCan();
  const go = useGo();
  const state = usePublished();
  const rows = useRows('training', 'lessons', { limit: 50, ...given({ state }) });
  const make = can('koc.write') && (
    <Button type="primary" onClick={() => go('/training/lessons/new')}>
      新课程
    </Button>
  );
  return (
    <Listing
      label="课程"
      of={rows}
      columns={columns}
      onOpen={({ id }) => go(`/training/lessons/${id}`)}
      filters={<PublishedFilter />}
      acts={make}
      blank={
        state ? (
          <NoneFit of="课程" to="/training" hint="换个状态看看。" />
        ) : (
          <Blank title="还没有课程" action={make}>
            三分钟能看完的一课，加两三道题，比一份长手册管用。
          </Blank>
        )
      }
    />
  );
};
