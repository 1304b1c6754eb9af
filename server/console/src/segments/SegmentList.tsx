import { Button } from 'antd';
import { type Out, useRows } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import type { Column } from '../ui/DataTable';
import { NameFilter, NoneFit, given } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { Blank, Pill } from '../ui/pieces';
import { count } from '../ui/number';
import { useAsked, useGo } from '../ui/use';

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
  const asked = useAsked();
  const rows = useRows('segments', 'list', { limit: 50, ...given({ q: asked }) }, { everyMs: 5_000 });
  return (
    <Page
      title="人群"
      lead="存下来的一群人：人数一直是现在的，活动和券可以只给他们。"
      acts={
        can('tags.create') && (
          <Button type="primary" onClick={() => go('/segments/new')}>
            新人群
          </Button>
        )
      }
    >
      <Listing
        label="人群"
        of={rows}
        columns={columns}
        onOpen={({ id }) => go(`/segments/${id}`)}
        filters={<NameFilter of="人群" />}
        blank={
          asked ? (
            <NoneFit of="人群" to="/segments" hint="换个名字看看。" />
          ) : (
            <Blank title="还没有人群">把标签、分层、群组合起来存成一群人，活动里就能选「只给他们」。</Blank>
          )
        }
      />
    </Page>
  );
};
