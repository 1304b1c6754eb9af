import { TAG_KIND_NAMES, TAG_KINDS } from '@kouyi/shared/types';
import { Button } from 'antd';
import { type Out, useRows } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import type { Column } from '../ui/DataTable';
import { NameFilter, NoneFit, PickFilter, given } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { Blank, Pill, Tag } from '../ui/pieces';
import { count } from '../ui/number';
import { useAsked, useGo, useOneOf } from '../ui/use';

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

const KINDS = ['', ...TAG_KINDS] as const;

/** Every tag with its rule and how many people have it now. */
export const TagList = () => {
  const go = useGo();
  const can = useCan();
  const asked = useAsked();
  const [kind] = useOneOf('kind', KINDS);
  const rows = useRows('tags', 'list', { limit: 50, ...given({ q: asked, kind }) }, { everyMs: 5_000 });
  return (
    <Page
      title="标签"
      lead="人做了什么，几秒内就贴上该有的标签，每一张都写着为什么。"
      acts={
        can('tags.create') && (
          <Button type="primary" onClick={() => go('/tags/new')}>
            新标签
          </Button>
        )
      }
    >
      <Listing
        label="标签"
        of={rows}
        columns={columns}
        onOpen={({ id }) => go(`/tags/${id}`)}
        filters={
          <>
            <NameFilter of="标签" />
            <PickFilter
              name="哪一类"
              param="kind"
              options={KINDS.map((value) => ({ value, label: value ? TAG_KIND_NAMES[value] : '全部' }))}
            />
          </>
        }
        blank={
          asked || kind ? (
            <NoneFit of="标签" to="/tags" hint="换个名字或换一类看看。" />
          ) : (
            <Blank title="还没有标签">
              建第一个：比如「最近 7 天打过 3 次卡」叫「常来」。存之前能看到会有谁。
            </Blank>
          )
        }
      />
    </Page>
  );
};
