import { TAG_KIND_NAMES, TAG_KINDS, type TagKind } from '@kouyi/shared/types';
import { Button, Input, Segmented } from 'antd';
import { type Out, useRows } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { type Column, PagedTable } from '../ui/DataTable';
import { Blank, Card, Pill, Tag } from '../ui/pieces';
import { count } from '../ui/number';
import { useGo, useParam, useStill } from '../ui/use';

type Row = Out<'tags', 'list'>['items'][number];

const columns: Column<Row>[] = [
  {
    head: '标签',
    cell: ({ name, note }) => (
      <>
        <strong>{name}</strong>
        {note !== '' && <small>{note}</small>}
      </>
    ),
  },
  { head: '类', cell: ({ kind }) => <Tag>{TAG_KIND_NAMES[kind]}</Tag>, width: 90 },
  {
    head: '怎么来的',
    wide: true,
    cell: ({ words }) => words || <span className="quiet">手工给</span>,
  },
  {
    head: '人数',
    cell: ({ people, rollout }) => (
      <>
        {count(people)} {rollout === 'counting' && <Pill tone="info">正在算</Pill>}
      </>
    ),
    end: true,
    width: 130,
  },
];

const KINDS = [
  { value: '', label: '全部' },
  ...TAG_KINDS.map((kind) => ({ value: kind, label: TAG_KIND_NAMES[kind] })),
];

/** Every tag with its rule and how many people have it now. */
export const TagList = () => {
  const go = useGo();
  const can = useCan();
  const [q, setQ] = useParam('q');
  const [kind, setKind] = useParam('kind');
  const asked = useStill(q);
  const rows = useRows(
    'tags',
    'list',
    { limit: 50, ...(asked ? { q: asked } : {}), ...(kind ? { kind: kind as TagKind } : {}) },
    { everyMs: 5_000 },
  );
  return (
    <Page
      title="标签"
      lead="人做了什么，几秒内就贴上该有的标签，每一张都写着为什么。"
      acts={
        can('tags.write') && (
          <Button type="primary" onClick={() => go('/tags/new')}>
            新标签
          </Button>
        )
      }
    >
      <div className="filters">
        <Input
          allowClear
          placeholder="标签的名字"
          aria-label="找标签"
          value={q}
          onChange={({ target }) => setQ(target.value)}
        />
        <Segmented aria-label="哪一类" options={KINDS} value={kind} onChange={setKind} />
      </div>
      <Card>
        <PagedTable
          label="标签"
          of={rows}
          columns={columns}
          keyOf={({ id }) => id}
          onOpen={({ id }) => go(`/tags/${id}`)}
          blank={
            <Blank title={asked || kind ? '没有这样的标签' : '还没有标签'}>
              {asked || kind
                ? '换个名字或换一类看看。'
                : '建第一个：比如「最近 7 天打过 3 次卡」叫「常来」。存之前能看到会有谁。'}
            </Blank>
          }
        />
      </Card>
    </Page>
  );
};
