import { Button, Input, Segmented, Select } from 'antd';
import { type Out, useApi, useRows } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { type Column, PagedTable } from '../ui/DataTable';
import { count } from '../ui/number';
import { Blank, Card } from '../ui/pieces';
import { saveAs } from '../ui/save';
import { useGo, useParam, useStill } from '../ui/use';
import { when } from '../ui/when';
import { money } from '../ui/Yuan';
import { PublishedPill, STATE_OPTIONS, stateOf } from './Published';

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
  { head: '最近改过', cell: ({ updatedAt, updatedBy }) => `${when(updatedAt)} · ${updatedBy}` },
];

/** What KOCs forward, and what each piece brought. */
export const MaterialList = () => {
  const can = useCan();
  const go = useGo();
  const [q, setQ] = useParam('q');
  const [kept, setState] = useParam('state');
  const [tag, setTag] = useParam('tag');
  const asked = useStill(q);
  const state = stateOf(kept);
  const tags = useApi('materials', 'tags', {});
  const rows = useRows('materials', 'list', {
    limit: 50,
    ...(asked ? { q: asked } : {}),
    ...(state ? { state } : {}),
    ...(tag ? { tag } : {}),
  });
  const make = can('koc.write') && (
    <Button type="primary" onClick={() => go('/materials/new')}>
      新素材
    </Button>
  );
  const filtered = asked !== '' || state !== undefined || tag !== '';
  return (
    <Page
      title="素材"
      lead="KOC 一点就复制文字、存好图片，链接里带着 TA 自己的码：转了多少、来了谁、买了多少，都记在这份素材上。"
      acts={make}
    >
      <div className="filters">
        <Segmented options={STATE_OPTIONS} value={state ?? ''} onChange={setState} />
        <Input
          allowClear
          placeholder="按标题找"
          aria-label="找素材"
          value={q}
          onChange={({ target }) => setQ(target.value)}
        />
        <Select
          allowClear
          placeholder="全部标签"
          aria-label="标签"
          style={{ minWidth: 130 }}
          value={tag || null}
          onChange={(value: string | null) => setTag(value ?? '')}
          options={(tags.data?.items ?? []).map((value) => ({ value, label: value }))}
        />
        <span className="push">
          <Button onClick={() => saveAs('/api/materials/export.csv', '素材.csv')}>导出表格</Button>
        </span>
      </div>
      <Card>
        <PagedTable
          label="素材"
          of={rows}
          columns={columns}
          keyOf={({ id }) => id}
          onOpen={({ id }) => go(`/materials/${id}`)}
          blank={
            <Blank title={filtered ? '没有这样的素材' : '还没有素材'} action={!filtered && make}>
              {filtered ? '换个条件试试。' : '写一段真实的体验，配几张图，KOC 就能一点转发，带着自己的码。'}
            </Blank>
          }
        />
      </Card>
    </Page>
  );
};
