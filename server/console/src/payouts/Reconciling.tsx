import type { ReconciliationView } from '@kouyi/shared/contracts';
import { Button, DatePicker, Upload } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useApi, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import { base64Of } from '../ui/base64';
import { DataTable } from '../ui/DataTable';
import { Sheets } from '../ui/Listing';
import { Blank, Card, Pill, Trouble } from '../ui/pieces';
import { useTell } from '../ui/tell';
import { span, when } from '../ui/when';
import { money } from '../ui/Yuan';

const KINDS: Record<ReconciliationView['differences'][number]['kind'], string> = {
  missing_at_provider: '微信没有',
  missing_here: '我们没有',
  amount: '金额不同',
  not_paid_here: '我们没记到账',
};

/** `今天 17:27`, `昨天 09:00–21:00`. */
const stretch = (from: string, to: string): string => (when(from) === when(to) ? when(from) : span(from, to));

const One = ({ row }: { row: ReconciliationView }) => (
  <Card
    title={row.date === undefined ? `上传的账单：${stretch(row.from, row.to)}` : `${row.date} 的账单`}
    sub={`${when(row.at)} ${row.by} ${row.date === undefined ? '上传' : '从微信取来'}`}
    extra={
      row.superseded ? (
        <Pill>后来又对过一次</Pill>
      ) : row.differences.length === 0 ? (
        <Pill tone="good">全部对上</Pill>
      ) : (
        <Pill tone="care">{row.differences.length} 处不同</Pill>
      )
    }
  >
    <p style={{ marginBottom: row.differences.length > 0 ? 10 : 0 }}>
      对上 {row.matched} 笔；我们 {money(row.oursFen)}，微信 {money(row.theirsFen)}。
    </p>
    {row.differences.length > 0 && (
      <DataTable
        label="不同之处"
        rows={row.differences}
        keyOf={(one) => `${one.kind} ${one.billNo}`}
        columns={[
          { head: '单号', cell: (one) => <span className="num">{one.billNo}</span> },
          { head: '哪里不同', cell: (one) => KINDS[one.kind] },
          { head: '说明', cell: (one) => one.words, wide: true },
        ]}
      />
    )}
  </Card>
);

/** What came of comparing, in a few words. */
const outcome = ({ matched, differences }: ReconciliationView): string =>
  differences.length > 0
    ? `${differences.length} 处不同，列在下面`
    : matched > 0
      ? `${matched} 笔全部对上`
      : '这一天两边都没有打款，对上了';

/** Yesterday's bill, or an earlier one, straight from the provider. */
const Fetching = () => {
  const [day, setDay] = useState(() => dayjs().subtract(1, 'day'));
  const tell = useTell();
  const send = useSend('payouts', 'fetchBill', { then: (row) => tell(outcome(row)) });
  return (
    <Card title="从微信支付取账单" sub="每天上午会自动取前一天的；这里可以重新取，或者补取某一天。">
      <div className="row">
        <DatePicker
          aria-label="哪一天"
          allowClear={false}
          value={day}
          disabledDate={(each) => !each.isBefore(dayjs(), 'day')}
          onChange={(each) => each && setDay(each)}
        />
        <Button
          type="primary"
          loading={send.isPending}
          onClick={() => send.mutate({ date: day.format('YYYY-MM-DD') })}
        >
          取来核对
        </Button>
      </div>
      <Trouble failure={send.error} />
    </Card>
  );
};

/** The provider's bill against ours, and what earlier ones said. */
export const Reconciling = () => {
  const rows = useRows('payouts', 'reconciliations', { limit: 20 });
  const can = useCan();
  const tell = useTell();
  const send = useSend('payouts', 'reconcile', { then: (row) => tell(outcome(row)) });
  const provider = useApi('payouts', 'list', { limit: 1 }).data?.provider;
  return (
    <div className="stack">
      {can('payouts.approve') && provider === 'wechatpay' && <Fetching />}
      {can('payouts.approve') && (
        <Upload.Dragger
          accept=".csv,text/csv"
          showUploadList={false}
          disabled={send.isPending}
          beforeUpload={(file) => {
            void base64Of(file).then((base64) => send.mutate({ base64 }));
            return false;
          }}
        >
          <p style={{ fontSize: 15 }}>
            {send.isPending ? '正在逐笔核对…' : '把微信支付的资金账单（CSV）拖到这里'}
          </p>
          <p className="quiet">商户平台 → 交易中心 → 资金账单，账户选「运营账户」。核对不改动任何一笔账。</p>
        </Upload.Dragger>
      )}
      <Trouble failure={send.error} />
      <Sheets
        of={rows}
        one={(row) => <One key={row.id} row={row} />}
        blank={<Blank title="还没有对过账">每天传一次前一天的账单，一分钱的出入都会列出来。</Blank>}
      />
    </div>
  );
};
