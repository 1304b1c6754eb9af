import { Button, Form, Input, Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Out, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import { FormModal } from '../ui/FormModal';
import { Blank, Bones, Card, Failed, Pill } from '../ui/pieces';
import { useParam } from '../ui/use';
import { when } from '../ui/when';

type Row = Out<'commission', 'disputes'>['items'][number];

const Case = ({ row, onAnswer }: { row: Row; onAnswer: (upheld: boolean) => void }) => {
  const can = useCan();
  return (
    <Card
      title={
        <>
          <Link to={`/people/${row.kocId}`}>{row.kocName}</Link> 说订单{' '}
          <Link to={`/orders/${row.orderId}`} className="num">
            {row.orderNumber}
          </Link>{' '}
          是自己的
        </>
      }
      sub={when(row.at)}
      extra={
        row.state === 'open' ? (
          can('commission.write') && (
            <span className="row">
              <Button onClick={() => onAnswer(false)}>维持原判</Button>
              <Button type="primary" onClick={() => onAnswer(true)}>
                改归 TA
              </Button>
            </span>
          )
        ) : (
          <Pill tone={row.state === 'upheld' ? 'good' : undefined}>
            {row.state === 'upheld' ? '改归 TA 了' : '维持原判'}
          </Pill>
        )
      }
    >
      <p>「{row.reason}」</p>
      <p className="quiet">现在的判定：{row.words}</p>
      {row.answer && (
        <p>
          {row.answeredBy} 答复：{row.answer}
        </p>
      )}
    </Card>
  );
};

/** Cases of KOCs: what they say, what the order says, and an answer that they read. */
export const Disputes = () => {
  const [which, setWhich] = useParam('which');
  const state = which === 'upheld' || which === 'rejected' ? which : 'open';
  const rows = useRows('commission', 'disputes', { limit: 50, state });
  const [answering, setAnswering] = useState<{ row: Row; upheld: boolean }>();
  const resolve = useSend('commission', 'resolveDispute', {
    refresh: ['orders', 'koc', 'ledger'],
    then: () => setAnswering(undefined),
  });
  return (
    <>
      <div className="filters">
        <Segmented
          options={[
            { value: 'open', label: '等裁定' },
            { value: 'upheld', label: '改归的' },
            { value: 'rejected', label: '维持的' },
          ]}
          value={state}
          onChange={(value) => setWhich(value === 'open' ? '' : value)}
        />
      </div>
      {rows.isLoading && <Bones lines={6} />}
      {rows.failure !== null && rows.rows.length === 0 && (
        <Failed failure={rows.failure} retry={rows.retry} />
      )}
      {!rows.isLoading && !rows.failure && rows.rows.length === 0 && (
        <Card>
          <Blank title={state === 'open' ? '没有等裁定的申诉' : '没有记录'}>
            KOC 觉得某一单该是自己的，会在小程序里申诉，到这里由人裁定。
          </Blank>
        </Card>
      )}
      <div className="stack">
        {rows.rows.map((row) => (
          <Case key={row.id} row={row} onAnswer={(upheld) => setAnswering({ row, upheld })} />
        ))}
      </div>
      {rows.more && (
        <div className="table-foot">
          <Button onClick={rows.more} loading={rows.isMore}>
            再看一些
          </Button>
        </div>
      )}
      <FormModal<{ answer: string }>
        title={answering?.upheld ? `把这一单改归 ${answering.row.kocName}？` : '维持原判？'}
        open={answering !== undefined}
        ok={answering?.upheld ? '改归 TA' : '维持原判'}
        busy={resolve.isPending}
        failure={resolve.error}
        onClose={() => setAnswering(undefined)}
        onFinish={({ answer }) =>
          answering && resolve.mutate({ id: answering.row.id, upheld: answering.upheld, answer })
        }
      >
        {answering?.upheld && (
          <p style={{ marginBottom: 10 }}>别人在这一单上的佣金会收回，账本会记清楚每一步。</p>
        )}
        <Form.Item
          name="answer"
          label="怎么答复 TA（会发给本人）"
          rules={[{ required: true, min: 2, max: 300, message: '写上答复' }]}
        >
          <Input.TextArea autoSize={{ minRows: 2 }} />
        </Form.Item>
      </FormModal>
    </>
  );
};
