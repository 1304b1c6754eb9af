import { ORDER_STATE_NAMES } from '@kouyi/shared/types';
import { App } from 'antd';
import { type Out, useSend } from '../api';
import { type Column, DataTable } from '../ui/DataTable';
import { ImportBox } from '../ui/ImportBox';
import { Pill } from '../ui/pieces';
import { money } from '../ui/Yuan';

type Row = Out<'orders', 'importCsv'>['rows'][number];

const RESULTS: Record<Row['result'], { tone?: 'good' | 'care' | 'info'; name: string }> = {
  new: { tone: 'good', name: '新订单' },
  changed: { tone: 'info', name: '有变化' },
  same: { name: '没变' },
  quarantined: { tone: 'care', name: '收不了' },
};

const columns: Column<Row>[] = [
  { head: '行', cell: ({ line }) => line, width: 60 },
  { head: '订单', cell: ({ orderId }) => <span className="num">{orderId}</span> },
  {
    head: '会怎样',
    cell: ({ result, message }) => (
      <>
        <Pill tone={RESULTS[result].tone}>{RESULTS[result].name}</Pill>
        {message && <small className="amber">{message}</small>}
      </>
    ),
  },
  {
    head: '状态',
    cell: ({ before, after }) =>
      after &&
      (before && before !== after
        ? `${ORDER_STATE_NAMES[before]} → ${ORDER_STATE_NAMES[after]}`
        : ORDER_STATE_NAMES[after]),
  },
  { head: '实付', end: true, cell: ({ paidFen }) => (paidFen === undefined ? '–' : money(paidFen)) },
  { head: '退款', end: true, cell: ({ refundedFen }) => (refundedFen ? money(refundedFen) : '–') },
];

/** Orders from a file: a dry run shows what would change; what can't be taken is put aside, the rest goes on. */
export const ImportOrders = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const { message } = App.useApp();
  const tryOut = useSend('orders', 'importCsv');
  const take = useSend('orders', 'importCsv', {
    then: ({ fresh, changed, quarantined }) => {
      onClose();
      void message.info(
        `新订单 ${fresh} 个，有变化 ${changed} 个${quarantined ? `，${quarantined} 个没收进来` : ''}`,
      );
    },
  });
  const rows = tryOut.data?.rows ?? [];
  const good = rows.filter(({ result }) => result === 'new' || result === 'changed').length;
  return (
    <ImportBox
      title="从表格导入订单"
      lead="一行一件商品。表头：订单号、付款时间、SKU、数量、实付金额，可以有退款金额、退款时间、推荐码、买家unionid…"
      open={open}
      ok={`收 ${good} 个订单`}
      ready={good > 0}
      busy={tryOut.isPending || take.isPending}
      failure={tryOut.error ?? take.error}
      onFile={(base64) => {
        take.reset();
        tryOut.mutate({ base64, dryRun: true });
      }}
      onTake={(base64) => take.mutate({ base64, dryRun: false })}
      onClose={onClose}
      shown={
        rows.length > 0 && (
          <DataTable label="试读结果" rows={rows} columns={columns} keyOf={({ line }) => String(line)} />
        )
      }
    />
  );
};
