import type { CouponView } from '@kouyi/shared/contracts';
import { ISSUE_STATES, ISSUE_STATE_NAMES, type IssueState } from '@kouyi/shared/types';
import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { type Out, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import { type Column, PagedTable } from '../ui/DataTable';
import { ChoiceFilter, choices } from '../ui/Filters';
import { FormModal } from '../ui/FormModal';
import { Blank, Card, Pill } from '../ui/pieces';
import { useParam } from '../ui/use';
import { until, when } from '../ui/when';
import { Give } from './Give';

type Row = Out<'coupons', 'issued'>['items'][number];
const TONES = { held: 'info', redeemed: 'good', expired: undefined, revoked: 'care' } as const;

const columnsFor = (revoke: ((row: Row) => void) | undefined): Column<Row>[] => [
  {
    head: '谁',
    cell: ({ nickname, groupName }) => (
      <>
        <strong>{nickname}</strong>
        {groupName && <small>{groupName}</small>}
      </>
    ),
  },
  { head: '怎么来的', cell: ({ source }) => source },
  { head: '什么时候', cell: ({ at }) => when(at), width: 130 },
  { head: '用到', cell: ({ validUntil }) => until(validUntil), width: 170 },
  {
    head: '现在',
    cell: ({ state, redeemedAt, storeName }) => (
      <>
        <Pill tone={TONES[state]}>{ISSUE_STATE_NAMES[state]}</Pill>
        {redeemedAt && (
          <small>
            {storeName} {when(redeemedAt)}
          </small>
        )}
      </>
    ),
  },
  ...(revoke
    ? [
        {
          head: '',
          cell: (row: Row) =>
            row.state === 'held' && (
              <Button size="small" type="text" onClick={() => revoke(row)}>
                作废
              </Button>
            ),
          end: true,
          width: 80,
        },
      ]
    : []),
];

/** Who was given one, how it came to them, and what became of it. */
export const IssuedTab = ({ coupon }: { coupon: CouponView }) => {
  const can = useCan();
  const { message } = App.useApp();
  const [state] = useParam('issued');
  const [giving, setGiving] = useState(false);
  const [revoking, setRevoking] = useState<Row>();
  const rows = useRows(
    'coupons',
    'issued',
    { id: coupon.id, limit: 50, ...(state ? { state: state as IssueState } : {}) },
    { everyMs: 10_000 },
  );
  const revoke = useSend('coupons', 'revoke', {
    then: () => {
      setRevoking(undefined);
      void message.info('作废了，这张不能再用');
    },
  });
  const writes = can('coupons.write');
  return (
    <Card
      title="发给了谁"
      extra={
        <span className="row">
          <ChoiceFilter
            name="现在怎样"
            param="issued"
            all="全部"
            width={120}
            options={choices(ISSUE_STATES, ISSUE_STATE_NAMES)}
          />
          {writes && coupon.state === 'open' && <Button onClick={() => setGiving(true)}>手工发</Button>}
        </span>
      }
    >
      <PagedTable
        label="发给了谁"
        of={rows}
        columns={columnsFor(writes ? setRevoking : undefined)}
        keyOf={({ id }) => id}
        blank={
          state ? (
            <Blank title={`没有「${ISSUE_STATE_NAMES[state as IssueState]}」的`} />
          ) : (
            <Blank title="还没发出去">开个「扣1抢券」、做个领券链接，或者手工发。</Blank>
          )
        }
      />
      <Give coupon={coupon} open={giving} onClose={() => setGiving(false)} />
      <FormModal<{ reason: string }>
        title={`作废 ${revoking?.nickname ?? ''} 的这张券`}
        open={revoking !== undefined}
        ok="作废"
        busy={revoke.isPending}
        failure={revoke.error}
        onClose={() => setRevoking(undefined)}
        onFinish={({ reason }) => revoking && revoke.mutate({ id: revoking.id, reason })}
      >
        <p>本人马上不能再用，也不能恢复。</p>
        <Form.Item
          name="reason"
          label="为什么"
          rules={[{ required: true, min: 2, message: '写两个字以上，记在操作记录里' }]}
        >
          <Input maxLength={200} />
        </Form.Item>
      </FormModal>
    </Card>
  );
};
