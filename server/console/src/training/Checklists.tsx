import { KOC_TIER_NAMES, KOC_TIERS, type KocTier } from '@kouyi/shared/types';
import { App, Button, DatePicker, Drawer, Form, Input, Segmented, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Out, sentenceOf, useApi, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import { freshId } from '../intake/content';
import { type Column, PagedTable } from '../ui/DataTable';
import { FormModal } from '../ui/FormModal';
import { count } from '../ui/number';
import { Blank, Card, Meter, Pill } from '../ui/pieces';
import { useParam } from '../ui/use';
import { fromPicker, toPicker, when } from '../ui/when';
import './training.scss';

type Row = Out<'training', 'checklists'>['items'][number];
type Progress = Out<'training', 'progress'>['items'][number];

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
    cell: ({ dueAt, state }) =>
      state === 'closed' ? <Pill>收起了</Pill> : dueAt ? when(dueAt) : <span className="quiet">不限</span>,
  },
  {
    head: '进度',
    cell: ({ finished, begun, people }) => (
      <>
        <Meter share={people > 0 ? finished / people : 0} />
        <small>{`${count(finished)} 位做完，${count(Math.max(0, begun - finished))} 位在做`}</small>
      </>
    ),
  },
];

/** Check-lists for campaigns, and how far KOCs are. */
export const Checklists = () => {
  const can = useCan();
  const [kept, setState] = useParam('lists');
  const state = kept === 'closed' ? 'closed' : 'open';
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
      <div className="filters">
        <Segmented
          options={[
            { value: 'open', label: '在用' },
            { value: 'closed', label: '收起的' },
          ]}
          value={state}
          onChange={(value) => setState(value === 'open' ? '' : value)}
        />
        <span className="push">{make}</span>
      </div>
      <Card>
        <PagedTable
          label="活动清单"
          of={rows}
          columns={columns}
          keyOf={(row) => row.id}
          onOpen={(row) => setId(row.id)}
          blank={
            <Blank
              title={state === 'open' ? '没有在用的清单' : '没有收起的清单'}
              action={state === 'open' && make}
            >
              大活动前要 KOC 准备的几件事，列出来，谁做完了一眼看到。
            </Blank>
          }
        />
      </Card>
      <Opened row={opened} onClose={() => setId('')} onEdit={setEdited} />
      <Edit
        key={edited === 'new' ? 'new' : (edited?.id ?? 'none')}
        row={edited === 'new' ? undefined : edited}
        open={edited !== undefined}
        onClose={() => setEdited(undefined)}
      />
    </>
  );
};

const Opened = ({
  row,
  onClose,
  onEdit,
}: {
  row: Row | undefined;
  onClose: () => void;
  onEdit: (row: Row) => void;
}) => {
  const can = useCan();
  const { message, modal } = App.useApp();
  const onError = (failure: Error): void => void message.warning(sentenceOf(failure));
  const remind = useSend('training', 'remind', {
    then: ({ told }) =>
      void message.info(told > 0 ? `提醒了 ${told} 位，一天最多一次` : '都做完了，不用提醒'),
  });
  const close = useSend('training', 'closeChecklist', { then: onClose });
  return (
    <Drawer
      title={row?.title}
      open={row !== undefined}
      onClose={onClose}
      size="large"
      extra={
        row?.state === 'open' &&
        can('koc.write') && (
          <span className="row">
            <Button
              onClick={() =>
                void modal.confirm({
                  title: '收起这份清单？',
                  content: 'KOC 不再看到它，勾过的留着。',
                  okText: '收起',
                  cancelText: '先不',
                  onOk: () => close.mutate({ id: row.id }, { onError }),
                })
              }
            >
              收起
            </Button>
            <Button onClick={() => onEdit(row)}>改</Button>
            <Button
              type="primary"
              loading={remind.isPending}
              onClick={() => remind.mutate({ id: row.id }, { onError })}
            >
              提醒没做完的
            </Button>
          </span>
        )
      }
    >
      {row && <ProgressOf row={row} />}
    </Drawer>
  );
};

const ProgressOf = ({ row }: { row: Row }) => {
  const rows = useRows('training', 'progress', { id: row.id, limit: 50 }, { everyMs: 15_000 });
  const columns: Column<Progress>[] = [
    {
      head: 'KOC',
      cell: ({ personId, nickname, tier }) => (
        <>
          <Link to={`/people/${personId}`}>{nickname}</Link>
          <small>{KOC_TIER_NAMES[tier]}</small>
        </>
      ),
    },
    {
      head: '做了什么',
      cell: ({ ticks }) => (
        <ul className="ticks">
          {row.items.map(({ id, text }) => {
            const at = ticks.find(({ itemId }) => itemId === id)?.at;
            return (
              <li key={id} className={at ? 'done' : ''} title={at ? when(at) : '还没做'}>
                {`${at ? '✓' : '○'} ${text}`}
              </li>
            );
          })}
        </ul>
      ),
    },
    {
      head: '进度',
      end: true,
      cell: ({ done, total, finishedAt }) =>
        finishedAt ? <Pill tone="good">{`${when(finishedAt)} 做完`}</Pill> : `${done} / ${total}`,
    },
  ];
  return (
    <div className="stack">
      {row.note && <p>{row.note}</p>}
      <PagedTable
        label="谁做到哪一步"
        of={rows}
        columns={columns}
        keyOf={({ personId }) => personId}
        blank={<Blank title="还没有人">这个等级里还没有 KOC。</Blank>}
      />
    </div>
  );
};

interface Wish {
  title: string;
  note?: string;
  tiers?: KocTier[];
  activityId?: string | null;
  due?: Dayjs | null;
  lines: string;
}

const ITEMS_MAX = 20;

/** Lines as items; a line that was there before keeps its id, and with it the ticks. */
const itemsOf = (text: string, before: Row['items']): Row['items'] => {
  const lines = text
    .split('\n')
    .map((line) => line.trim().slice(0, 80))
    .filter((line) => line !== '');
  const taken = before.map(({ id }) => id);
  const left = [...before];
  return lines.slice(0, ITEMS_MAX).map((line) => {
    const at = left.findIndex((item) => item.text === line);
    if (at >= 0) return left.splice(at, 1)[0]!;
    const id = freshId('i', taken);
    taken.push(id);
    return { id, text: line };
  });
};

const Edit = ({ row, open, onClose }: { row: Row | undefined; open: boolean; onClose: () => void }) => {
  const { message } = App.useApp();
  const activities = useApi('activities', 'list', { limit: 50 }, { enabled: open });
  const save = useSend('training', 'saveChecklist', {
    then: () => {
      onClose();
      void message.info('存好了，KOC 现在就能看到');
    },
  });
  return (
    <FormModal<Wish>
      title={row ? `改「${row.title}」` : '新清单'}
      open={open}
      ok="存好"
      initial={
        row
          ? {
              title: row.title,
              note: row.note,
              tiers: row.tiers,
              activityId: row.activityId,
              due: row.dueAt ? toPicker(row.dueAt) : undefined,
              lines: row.items.map(({ text }) => text).join('\n'),
            }
          : {}
      }
      busy={save.isPending}
      failure={save.error}
      onClose={onClose}
      onFinish={({ title, note = '', tiers = [], activityId, due, lines }) =>
        save.mutate({
          ...(row ? { id: row.id, revision: row.revision } : {}),
          title,
          note,
          tiers,
          items: itemsOf(lines, row?.items ?? []),
          ...(activityId ? { activityId } : {}),
          ...(due ? { dueAt: fromPicker(due) } : {}),
        })
      }
    >
      <Form.Item name="title" label="叫什么" rules={[{ required: true, message: '起个名字' }]}>
        <Input maxLength={40} placeholder="比如：双十二准备" />
      </Form.Item>
      <Form.Item
        name="lines"
        label="要做的事，一行一件"
        rules={[{ required: true, message: '至少写一件' }]}
        extra="改字会当成新的一项，原来的勾就不算了。"
      >
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 12 }} />
      </Form.Item>
      <Form.Item name="note" label="说明">
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="tiers" label="给哪些 KOC（不选就是全部）">
        <Select
          mode="multiple"
          options={KOC_TIERS.map((value) => ({ value, label: KOC_TIER_NAMES[value] }))}
        />
      </Form.Item>
      <Form.Item name="activityId" label="为哪个活动准备（可以不选）">
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={(activities.data?.items ?? []).map(({ id, rule }) => ({ value: id, label: rule.title }))}
        />
      </Form.Item>
      <Form.Item name="due" label="什么时候前做完（前一天会提醒没做完的）">
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
      </Form.Item>
    </FormModal>
  );
};
