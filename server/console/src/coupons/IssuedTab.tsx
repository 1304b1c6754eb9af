import type { CouponView } from '@kouyi/shared/contracts';
import { ISSUE_STATES, ISSUE_STATE_NAMES, type IssueState } from '@kouyi/shared/types';
import { App, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { type Out, useApi, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import { type Column, PagedTable } from '../ui/DataTable';
import { FormModal } from '../ui/FormModal';
import { Blank, Card, Notice, Pill } from '../ui/pieces';
import { useParam, useStill } from '../ui/use';
import { when } from '../ui/when';

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
  { head: '用到', cell: ({ validUntil }) => when(validUntil), width: 130 },
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

interface Gift {
  personIds: string[];
  groupId?: string;
  reason: string;
}

/** Gives one to each of some people by hand. */
const Give = ({ coupon, open, onClose }: { coupon: CouponView; open: boolean; onClose: () => void }) => {
  const [requestKey, setRequestKey] = useState(() => crypto.randomUUID());
  const [q, setQ] = useState('');
  const asked = useStill(q);
  const people = useApi(
    'people',
    'list',
    { limit: 20, ...(asked ? { q: asked } : {}) },
    { enabled: open, keep: true },
  );
  const groups = useApi(
    'groups',
    'list',
    { limit: 200 },
    { enabled: open && coupon.rule.perGroup !== undefined },
  );
  const give = useSend('coupons', 'issue', {
    then: ({ refused }) => {
      setRequestKey(crypto.randomUUID());
      if (refused.length === 0) onClose();
    },
  });
  const close = (): void => {
    give.reset();
    onClose();
  };
  return (
    <FormModal<Gift>
      title={`手工发「${coupon.rule.name}」`}
      open={open}
      ok="发"
      busy={give.isPending}
      failure={give.error}
      onClose={close}
      onFinish={(wish) => give.mutate({ id: coupon.id, requestKey, ...wish })}
    >
      <Form.Item name="personIds" label="给谁" rules={[{ required: true, message: '选至少一个人' }]}>
        <Select
          mode="multiple"
          showSearch={{ filterOption: false, onSearch: setQ }}
          placeholder="按昵称找"
          options={(people.data?.items ?? []).map(({ id, nickname }) => ({ value: id, label: nickname }))}
        />
      </Form.Item>
      {coupon.rule.perGroup && (
        <Form.Item name="groupId" label="算哪个群的名额" rules={[{ required: true, message: '选一个群' }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={(groups.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
      )}
      <Form.Item
        name="reason"
        label="为什么"
        extra="本人会看到，也记在操作记录里"
        rules={[{ required: true, min: 2, message: '写两个字以上' }]}
      >
        <Input maxLength={100} placeholder="比如：生日礼" />
      </Form.Item>
      {give.data && give.data.refused.length > 0 && (
        <Notice>
          发出 {give.data.issued.length} 张；没发成：
          {give.data.refused.map(({ nickname, message }) => `${nickname}（${message}）`).join('、')}
        </Notice>
      )}
    </FormModal>
  );
};

/** Who was given one, how it came to them, and what became of it. */
export const IssuedTab = ({ coupon }: { coupon: CouponView }) => {
  const can = useCan();
  const { message } = App.useApp();
  const [state, setState] = useParam('issued');
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
          <Select
            allowClear
            placeholder="全部"
            aria-label="现在怎样"
            style={{ width: 120 }}
            value={state || null}
            onChange={(value: string | null) => setState(value ?? '')}
            options={ISSUE_STATES.map((value) => ({ value, label: ISSUE_STATE_NAMES[value] }))}
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
        blank={<Blank title="还没发出去">开个「扣1抢券」、做个领券链接，或者手工发。</Blank>}
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
