import type { RedemptionView } from '@kouyi/shared/contracts';
import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useRows, useSend } from '../api';
import { type Column, PagedTable } from '../ui/DataTable';
import { FormModal } from '../ui/FormModal';
import { Blank, Card, Pill } from '../ui/pieces';
import { when } from '../ui/when';
import { money } from '../ui/Yuan';

const columnsFor = (undo: (row: RedemptionView) => void): Column<RedemptionView>[] => [
  { head: '时间', cell: ({ at }) => when(at), width: 120 },
  {
    head: '券',
    cell: ({ name, headline, holder }) => (
      <>
        <strong>{name}</strong>
        <small>
          {headline} · {holder}
        </small>
      </>
    ),
  },
  {
    head: '订单',
    cell: ({ orderFen, cutFen, receipt }) => (
      <>
        {orderFen === undefined ? '–' : money(orderFen)}
        <small>
          优惠 {money(cutFen)}
          {receipt ? ` · ${receipt}` : ''}
        </small>
      </>
    ),
    end: true,
  },
  {
    head: '经手',
    cell: (row) => (
      <>
        {row.by}{' '}
        {row.undoneAt ? (
          <Pill>已撤回</Pill>
        ) : (
          Date.now() - Date.parse(row.at) < 86_400_000 && (
            <Button size="small" type="text" onClick={() => undo(row)}>
              撤回
            </Button>
          )
        )}
      </>
    ),
    end: true,
  },
];

/** The coupons used at a store, newest first; what was a mistake is taken back within a day, with a reason. */
export const JustUsed = ({ storeId }: { storeId: string }) => {
  const { message } = App.useApp();
  const [undoing, setUndoing] = useState<RedemptionView>();
  const rows = useRows('coupons', 'redemptions', { storeId, limit: 20 }, { everyMs: 15_000 });
  const undo = useSend('coupons', 'undoRedemption', {
    then: () => {
      setUndoing(undefined);
      void message.info('撤回了，这张券又能用了');
    },
  });
  return (
    <Card title="刚用掉的券" sub="弄错了，一天之内可以撤回">
      <PagedTable
        label="刚用掉的券"
        of={rows}
        columns={columnsFor(setUndoing)}
        keyOf={({ id }) => id}
        blank={<Blank title="还没有核销过">扫一扫或输入券码，第一笔就在这里。</Blank>}
      />
      <FormModal<{ reason: string }>
        title={`撤回「${undoing?.name ?? ''}」`}
        open={undoing !== undefined}
        ok="撤回"
        busy={undo.isPending}
        failure={undo.error}
        onClose={() => setUndoing(undefined)}
        onFinish={({ reason }) => undoing && undo.mutate({ id: undoing.id, reason })}
      >
        <Form.Item
          name="reason"
          label="为什么"
          rules={[{ required: true, min: 2, message: '写两个字以上，记在操作记录里' }]}
        >
          <Input maxLength={200} placeholder="比如：扫错了顾客的券" />
        </Form.Item>
      </FormModal>
    </Card>
  );
};
