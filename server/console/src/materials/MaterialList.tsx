import { Button } from 'antd';
import { type Out, useApi, useRows } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import type { Column } from '../ui/DataTable';
import { ChoiceFilter, NameFilter, NoneFit, given } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { count } from '../ui/number';
import { Blank } from '../ui/pieces';
import { saveAs } from '../ui/save';
import { useAsked, useGo, useParam } from '../ui/use';
import { when } from '../ui/when';
import { money } from '../ui/Yuan';
import { PublishedFilter, PublishedPill, usePublished } from './Published';

type Row = Out<'materials', 'list'>['items'][number];

const columns: Column<Row>[] = [
  {
    head: '素材',
    cell: ({ title, tags, productName }) => (
      <>
        <strong>{title}</strong>
        <small>{[productName, ...tags].filter((each) => each).join(' · ')}</small>
      </>
    ),
  },
  { head: '状态', cell: (row) => <PublishedPill {...row} /> },
  {
    head: '转发',
    end: true,
    cell: ({ brought }) => (
      <>
        {count(brought.forwards)}
        <small>{brought.people > 0 ? `${count(brought.people)} 位 KOC` : ''}</small>
      </>
    ),
  },
  { head: '来访', end: true, cell: ({ brought }) => count(brought.visits) },
  {
    head: '订单',
    end: true,
    cell: ({ brought }) => (
      <>
        {count(brought.orders)}
        <small>{brought.paidFen > 0 ? money(brought.paidFen) : ''}</small>
      </>
    ),
  },
  {
    head: '最近改过',
    wide: true,
    cell: ({ updatedAt, updatedBy }) => `${when(updatedAt)} · ${updatedBy}`,
  },
];

/** What KOCs forward, and what each piece brought. */
export const MaterialList = () => {
  const can = useCan();
  const go = useGo();
  const asked = useAsked();
  const state = usePublished();
  const [tag] = useParam('tag');
  const tags = useApi('materials', 'tags', {});
  const rows = useRows('materials', 'list', { limit: 50, ...given({ q: asked, state, tag }) });
  const make = can('koc.write') && (
    <Button type="primary" onClick={() => go('/materials/new')}>
      新素材
    </Button>
  );
  return (
    <Page
      title="素材"
      lead="KOC 一点就复制文字、存好图片，链接里带着 TA 自己的码：转了多少、来了谁、买了多少，都记在这份素材上。"
      acts={make}
    >
      <Listing
        label="素材"
        of={rows}
        columns={columns}
        onOpen={({ id }) => go(`/materials/${id}`)}
        filters={
          <>
            <PublishedFilter />
            <NameFilter of="素材" by="按标题找" />
            <ChoiceFilter
              name="标签"
              param="tag"
              all="全部标签"
              options={(tags.data?.items ?? []).map((value) => ({ value, label: value }))}
            />
          </>
        }
        acts={<Button onClick={() => saveAs('/api/materials/export.csv', '素材.csv')}>导出表格</Button>}
        blank={
          asked || state || tag ? (
            <NoneFit of="素材" to="/materials" hint="换个标题、状态或标签试试。" />
          ) : (
            <Blank title="还没有素材" action={make}>
              写一段真实的体验，配几张图，KOC 就能一点转发，带着自己的码。
            </Blank>
          )
        }
      />
    </Page>
  );
};
