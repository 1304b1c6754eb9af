import { KOC_TIER_NAMES, type KocTier } from '@kouyi/shared/types';
import { Button } from 'antd';
import { useState } from 'react';
import { type Out, useRows } from '../api';
import { useCan } from '../app/session';
import type { Column } from '../ui/DataTable';
import { PickFilter, usePicked } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { count } from '../ui/number';
import { Blank, Meter, Pill } from '../ui/pieces';
import { useParam } from '../ui/use';
import { when } from '../ui/when';
import { ChecklistDrawer } from './ChecklistDrawer';
import { ChecklistForm } from './ChecklistForm';

type Row = Out<'training', 'checklists'>['items'][number];

const tierWords = (tiers: readonly KocTier[]): string =>
  tiers.length === 0 ? '全部 KOC' : tiers.map((tier) => KOC_TIER_NAMES[tier]).join('、');

const columns: Column<Row>[] = [
  {
    head: '清单',
    cell: ({ title, items, activityTitle }) => (
      <>
        <strong>{title}</strong>
        <small>{[`${items.length} 项`, activityTitle].filter((each) => each).join(' · ')}</small>
      </>
    ),
  },
  { head: '给谁', cell: ({ tiers, people }) => `${tierWords(tiers)}（${count(people)} 位）` },
  {
    head: '截止',
    wide: true,
    cell: ({ dueAt, state }) =>
      state === 'closed' ? <Pill>收起了</Pill> : dueAt ? when(dueAt) : <span className="quiet">不限</span>,
  },
  {
    head: '进度',
    wide: true,
    cell: ({ finished, begun, people }) => (
      <>
        <Meter className="good" share={people > 0 ? finished / people : 0} />
        <small>{`${count(finished)} 位做完，${count(Math.max(0, begun - finished))} 位在做`}</small>
      </>
    ),
  },
];

const SHOWN = [
  { value: 'open', label: '在用' },
  { value: 'closed', label: '收起的' },
] as const;

/** Check-lists for campaigns, and how far KOCs are. */
export const Checklists = () => {
  const can = useCan();
  const [state] = usePicked('lists', SHOWN);
  const [id, setId] = useParam('list');
  const rows = useRows('training', 'checklists', { limit: 50, state }, { everyMs: 15_000 });
  const [edited, setEdited] = useState<Row | 'new'>();
  const opened = rows.rows.find((row) => row.id === id);
  const make = can('koc.write') && (
    <Button type="primary" onClick={() => setEdited('new')}>
      新清单
    </Button>
  );
  return (
    <>
      <Listing
        label="活动清单"
        of={rows}
        columns={columns}
        onOpen={(row) => setId(row.id)}
        filters={<PickFilter name="哪些" param="lists" options={SHOWN} />}
        acts={make}
        blank={
          <Blank
            title={state === 'open' ? '没有在用的清单' : '没有收起的清单'}
            action={state === 'open' && make}
          >
            大活动前要 KOC 准备的几件事，列出来，谁做完了一眼看到。
          </Blank>
        }
      />
      <ChecklistDrawer row={opened} onClose={() => setId('')} onEdit={setEdited} />
      <ChecklistForm
        key={edited === 'new' ? 'new' : (edited?.id ?? 'none')}
        row={edited === 'new' ? undefined : edited}
        open={edited !== undefined}
        onClose={() => setEdited(undefined)}
      />
    </>
  );
};
