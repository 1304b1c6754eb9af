import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { type Out, sentenceOf, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import type { Column } from '../ui/DataTable';
import { PickFilter, usePicked } from '../ui/Filters';
import { FormModal } from '../ui/FormModal';
import { Listing } from '../ui/Listing';
import { Blank, Pill } from '../ui/pieces';
import { when } from '../ui/when';

type Row = Out<'orders', 'quarantine'>['items'][number];

const SHOWN = [
  { value: 'open', label: '等处理' },
  { value: 'retried', label: '后来收了' },
  { value: 'dismissed', label: '放弃的' },
] as const;

/** Lines that could not be taken, why, and what can be done with them. */
export const Quarantine = () => {
  const can = useCan();
  const { message } = App.useApp();
  const [state] = usePicked('which', SHOWN);
  const rows = useRows('orders', 'quarantine', { limit: 50, state }, { everyMs: 10_000 });
  const [leaving, setLeaving] = useState<Row>();
  const retry = useSend('orders', 'retryQuarantined', {
    then: ({ result, message: why }) =>
      void (result === 'quarantined'
        ? message.warning(`还是收不了：${why ?? ''}`)
        : message.info('收进来了')),
  });
  const dismiss = useSend('orders', 'dismissQuarantined', { then: () => setLeaving(undefined) });
  const columns: Column<Row>[] = [
    {
      head: '为什么没收',
      cell: ({ message: why, orderId, line }) => (
        <>
          <strong>{why}</strong>
          <small>订单 {orderId ?? '没有编号'}</small>
          <details>
            <summary className="link">看原文</summary>
            <pre style={{ whiteSpace: 'pre-wrap', wordBreak: 'break-all', fontSize: 12 }}>{line}</pre>
          </details>
        </>
      ),
    },
    {
      head: '什么时候',
      cell: ({ at, times }) => (
        <>
          {when(at)}
          {times > 1 && <small>来过 {times} 次</small>}
        </>
      ),
      width: 160,
    },
    {
      head: '',
      end: true,
      width: 170,
      cell: (row) =>
        row.state === 'open' ? (
          can('orders.write') && (
            <span className="row" style={{ justifyContent: 'flex-end' }}>
              <Button
                size="small"
                loading={retry.isPending && retry.variables.id === row.id}
                onClick={() =>
                  retry.mutate(
                    { id: row.id },
                    { onError: (failure) => void message.warning(sentenceOf(failure)) },
                  )
                }
              >
                再试
              </Button>
              <Button size="small" onClick={() => setLeaving(row)}>
                放弃
              </Button>
            </span>
          )
        ) : (
          <Pill>{row.state === 'retried' ? '后来收了' : '放弃了'}</Pill>
        ),
    },
  ];
  return (
    <>
      <Listing
        label="没收进来的订单行"
        of={rows}
        columns={columns}
        filters={<PickFilter name="哪些" param="which" options={SHOWN} />}
        blank={
          <Blank title={state === 'open' ? '没有等处理的' : '没有记录'}>
            格式不对、商品没登记、退款超过实付的订单行会停在这里，不影响别的订单。
          </Blank>
        }
      />
      <FormModal<{ reason: string }>
        title="放弃这一行？"
        open={leaving !== undefined}
        ok="放弃"
        busy={dismiss.isPending}
        failure={dismiss.error}
        onClose={() => setLeaving(undefined)}
        onFinish={({ reason }) => leaving && dismiss.mutate({ id: leaving.id, reason })}
      >
        <p>不再自动重试它；在「放弃的」里还查得到。</p>
        <Form.Item
          name="reason"
          label="为什么"
          rules={[{ required: true, min: 2, max: 200, message: '写上原因' }]}
        >
          <Input placeholder="比如：测试单" />
        </Form.Item>
      </FormModal>
    </>
  );
};
