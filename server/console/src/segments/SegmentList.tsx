import { Button, Input } from 'antd';
import { type Out, useRows } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { type Column, PagedTable } from '../ui/DataTable';
import { Blank, Card, Pill } from '../ui/pieces';
import { count } from '../ui/number';
import { useGo, useParam, useStill } from '../ui/use';

type Row = Out<'segments', 'list'>['items'][number];

const columns: Column<Row>[] = [
  {
    head: '人群',
    cell: ({ name, note }) => (
      <>
        <strong>{name}</strong>
        {note !== '' && <small>{note}</small>}
      </>
    ),
  },
  { head: '是谁', cell: ({ words }) => words, wide: true },
  {
    head: '现在有',
    cell: ({ people, rollout }) => (
      <>
        {count(people)} 人 {rollout === 'counting' && <Pill tone="info">正在算</Pill>}
      </>
    ),
    end: true,
    width: 150,
  },
];

/** Every segment with how many people are in it now. */
export const SegmentList = () => {
  const go = useGo();
  const can = useCan();
  const [q, setQ] = useParam('q');
  const asked = useStill(q);
  const rows = useRows('segments', 'list', { limit: 50, ...(asked ? { q: asked } : {}) }, { everyMs: 5_000 });
  return (
    <Page
      title="人群"
      lead="存下来的一群人：人数一直是现在的，活动和券可以只给他们。"
      acts={
        can('tags.write') && (
          <Button type="primary" onClick={() => go('/segments/new')}>
            新人群
          </Button>
        )
      }
    >
      <div className="filters">
        <Input
          allowClear
          placeholder="人群的名字"
          aria-label="找人群"
          value={q}
          onChange={({ target }) => setQ(target.value)}
        />
      </div>
      <Card>
        <PagedTable
          label="人群"
          of={rows}
          columns={columns}
          keyOf={({ id }) => id}
          onOpen={({ id }) => go(`/segments/${id}`)}
          blank={
            <Blank title={asked ? '没有这样的人群' : '还没有人群'}>
              {asked ? '换个名字看看。' : '把标签、分层、群组合起来存成一群人，活动里就能选「只给他们」。'}
            </Blank>
          }
        />
      </Card>
    </Page>
  );
};
