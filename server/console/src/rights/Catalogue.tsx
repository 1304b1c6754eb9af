import { RIGHT_KIND_NAMES } from '@kouyi/shared/types';
import { App, Button } from 'antd';
import { useState } from 'react';
import { type Out, sentenceOf, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import type { Column } from '../ui/DataTable';
import { PickFilter, usePicked } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { count } from '../ui/number';
import { Blank, Pill, Tag } from '../ui/pieces';
import { dayWords } from '../ui/when';
import { RightForm } from './RightForm';

type Row = Out<'rights', 'list'>['items'][number];

const SHOWN = [
  { value: 'open', label: '可领' },
  { value: 'closed', label: '已下架' },
] as const;

/** What each tier may claim, how often, until when. */
export const Catalogue = () => {
  const can = useCan();
  const { message, modal } = App.useApp();
  const [which] = usePicked('which', SHOWN);
  const [editing, setEditing] = useState<Row | 'new'>();
  const rows = useRows('rights', 'list', { limit: 50, state: which });
  const close = useSend('rights', 'close');
  const writes = can('koc.write') && which !== 'closed';
  const askClose = (row: Row) =>
    void modal.confirm({
      title: `下架「${row.rule.name}」？`,
      content: '之后没人能再领；已经申请的照样审核和发放。',
      okText: '下架',
      cancelText: '先不',
      onOk: () =>
        close.mutate({ id: row.id }, { onError: (failure) => void message.warning(sentenceOf(failure)) }),
    });
  const columns: Column<Row>[] = [
    {
      head: '权益',
      cell: ({ rule, gives }) => (
        <>
          <strong>{rule.name}</strong> <Tag>{RIGHT_KIND_NAMES[rule.kind]}</Tag>
          <small>{gives}</small>
        </>
      ),
    },
    { head: '谁有几次', cell: ({ often }) => often, wide: true },
    {
      head: '怎么给',
      cell: ({ rule }) => (
        <Pill tone={rule.atOnce ? 'good' : 'info'}>{rule.atOnce ? '自动通过' : '先审核'}</Pill>
      ),
    },
    { head: '到', cell: ({ rule }) => (rule.until ? dayWords(rule.until) : '一直有') },
    {
      head: '领过',
      end: true,
      cell: ({ claimed, delivered, waiting }) => (
        <>
          <span className="num">{count(claimed)}</span>
          <small>
            已发 {delivered}
            {waiting > 0 && ` · 在等 ${waiting}`}
          </small>
        </>
      ),
    },
    {
      head: '',
      end: true,
      cell: (row) =>
        writes && (
          <span className="row" style={{ justifyContent: 'flex-end' }}>
            <Button size="small" onClick={() => setEditing(row)}>
              改
            </Button>
            <Button size="small" onClick={() => askClose(row)}>
              下架
            </Button>
          </span>
        ),
    },
  ];
  return (
    <>
      <Listing
        label="权益"
        of={rows}
        columns={columns}
        filters={<PickFilter name="哪些" param="which" options={SHOWN} />}
        acts={
          can('koc.write') && (
            <Button type="primary" onClick={() => setEditing('new')}>
              加一项权益
            </Button>
          )
        }
        blank={
          <Blank title={which === 'closed' ? '没有下架的权益' : '还没有权益'}>
            加一项，比如「每月 200 积分」：写清楚给什么、每个等级几次、到什么时候。
          </Blank>
        }
      />
      {editing && (
        <RightForm
          key={editing === 'new' ? 'new' : editing.id}
          row={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  );
};
