import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Out, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import { PickFilter, usePicked } from '../ui/Filters';
import { FormModal } from '../ui/FormModal';
import { Sheets } from '../ui/Listing';
import { Blank, Card, Pill } from '../ui/pieces';
import { when } from '../ui/when';

type Row = Out<'commission', 'disputes'>['items'][number];

/** What the two answers to a case are called. */
const ANSWERS = {
  claim: { no: '维持原判', yes: '改归 TA', done: '改归 TA 了', kept: '维持原判' },
  own_purchase: { no: '保留佣金', yes: '收回佣金', done: '佣金收回了', kept: '佣金保留' },
} as const;

const Title = ({ row }: { row: Row }) => {
  const koc = <Link to={`/people/${row.kocId}`}>{row.kocName}</Link>;
  const order = (
    <Link to={`/orders/${row.orderId}`} className="num">
      {row.orderNumber}
    </Link>
  );
  return row.about === 'claim' ? (
    <>
      {koc} 说订单 {order} 是自己的
    </>
  ) : (
    <>
      订单 {order} 像是 {koc} 自己买的
    </>
  );
};

const Case = ({ row, onAnswer }: { row: Row; onAnswer: (upheld: boolean) => void }) => {
  const can = useCan();
  const words = ANSWERS[row.about];
  return (
    <Card
      title={<Title row={row} />}
      sub={when(row.at)}
      extra={
        row.state === 'open' ? (
          can('commission.write') && (
            <span className="row">
              <Button onClick={() => onAnswer(false)}>{words.no}</Button>
              <Button type="primary" onClick={() => onAnswer(true)}>
                {words.yes}
              </Button>
            </span>
          )
        ) : (
          <Pill tone={row.state === 'upheld' ? 'good' : undefined}>
            {row.state === 'upheld' ? words.done : words.kept}
          </Pill>
        )
      }
    >
      <p>{row.about === 'claim' ? `「${row.reason}」` : row.reason}</p>
      <p className="quiet">现在的判定：{row.words}</p>
      {row.answer && (
        <p>
          {row.answeredBy} 答复：{row.answer}
        </p>
      )}
    </Card>
  );
};

const questionOf = ({ row, upheld }: { row: Row; upheld: boolean }): string =>
  row.about === 'own_purchase'
    ? upheld
      ? `收回 ${row.kocName} 这一单的佣金？`
      : '保留这一单的佣金？'
    : upheld
      ? `把这一单改归 ${row.kocName}？`
      : '维持原判？';

const SHOWN = [
  { value: 'open', label: '等裁定' },
  { value: 'upheld', label: '改判的' },
  { value: 'rejected', label: '维持的' },
] as const;

/** Cases about orders: what KOCs say, what the order says, and an answer that they read. */
export const Disputes = () => {
  const [state] = usePicked('which', SHOWN);
  const rows = useRows('commission', 'disputes', { limit: 50, state });
  const [answering, setAnswering] = useState<{ row: Row; upheld: boolean }>();
  const resolve = useSend('commission', 'resolveDispute', {
    refresh: ['orders', 'koc', 'ledger'],
    then: () => setAnswering(undefined),
  });
  return (
    <>
      <Sheets
        of={rows}
        one={(row) => <Case key={row.id} row={row} onAnswer={(upheld) => setAnswering({ row, upheld })} />}
        filters={<PickFilter name="哪些" param="which" options={SHOWN} />}
        blank={
          <Blank title={state === 'open' ? '没有等裁定的申诉' : '没有记录'}>
            KOC 觉得某一单该是自己的，会在小程序里申诉；判定以后才发现是自己买的，系统会提出来。都由人裁定。
          </Blank>
        }
      />
      <FormModal<{ answer: string }>
        title={answering ? questionOf(answering) : ''}
        open={answering !== undefined}
        ok={answering ? ANSWERS[answering.row.about][answering.upheld ? 'yes' : 'no'] : ''}
        busy={resolve.isPending}
        failure={resolve.error}
        onClose={() => setAnswering(undefined)}
        onFinish={({ answer }) =>
          answering && resolve.mutate({ id: answering.row.id, upheld: answering.upheld, answer })
        }
      >
        {answering?.upheld && (
          <p>
            {answering.row.about === 'claim' ? '别人' : answering.row.kocName}
            在这一单上的佣金会收回，并收到通知；账本会记清楚每一步。
          </p>
        )}
        <Form.Item
          name="answer"
          label={
            answering?.row.about === 'own_purchase' && !answering.upheld
              ? '为什么保留（留在记录里）'
              : '怎么答复 TA（会发给本人）'
          }
          rules={[{ required: true, min: 2, max: 300, message: '写上答复' }]}
        >
          <Input.TextArea autoSize={{ minRows: 2 }} />
        </Form.Item>
      </FormModal>
    </>
  );
};
