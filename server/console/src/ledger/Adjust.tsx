import { Button, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { useRequestKey, useSend } from '../api';
import { PersonPick } from '../people/PersonPick';
import { FormModal } from '../ui/FormModal';
import { useTell } from '../ui/tell';

/** Gives a person points by hand, or takes them, with a reason that they read. */
export const AdjustButton = () => {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>手工调积分</Button>
      {open && <AdjustBox onClose={() => setOpen(false)} />}
    </>
  );
};

const notZero = (_rule: unknown, points: unknown): Promise<void> =>
  points === 0 ? Promise.reject(new Error('0 积分不用调')) : Promise.resolve();

const AdjustBox = ({ onClose }: { onClose: () => void }) => {
  const tell = useTell();
  // Of this box alone: the same sum for the same reason may be meant twice, but not in one box.
  const keyOf = useRequestKey();
  const adjust = useSend('ledger', 'adjust', {
    refresh: ['people'],
    then: () => {
      onClose();
      tell('调好了，本人能看到原因');
    },
  });
  return (
    <FormModal<{ personId: string; points: number; reason: string }>
      title="手工调积分"
      open
      ok="记一笔"
      busy={adjust.isPending}
      failure={adjust.error}
      onClose={onClose}
      onFinish={(wish) => adjust.mutate({ ...wish, requestKey: keyOf(wish) })}
    >
      <Form.Item name="personId" label="谁" rules={[{ required: true, message: '选一位会员' }]}>
        <PersonPick />
      </Form.Item>
      <Form.Item
        name="points"
        label="多少积分（要扣就写负数）"
        rules={[{ required: true, message: '写上积分' }, { validator: notZero }]}
      >
        <InputNumber precision={0} min={-1_000_000} max={1_000_000} style={{ width: 160 }} />
      </Form.Item>
      <Form.Item
        name="reason"
        label="为什么（本人会看到）"
        rules={[{ required: true, min: 2, max: 120, message: '写上原因' }]}
      >
        <Input placeholder="比如：补发 11 月 20 日打卡" />
      </Form.Item>
    </FormModal>
  );
};

/** Undoes an adjustment by a new transaction. */
export const ReverseButton = ({ id }: { id: string }) => {
  const [open, setOpen] = useState(false);
  const reverse = useSend('ledger', 'reverse', { refresh: ['people'], then: () => setOpen(false) });
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        冲正
      </Button>
      <FormModal<{ reason: string }>
        title="冲正这一笔？"
        open={open}
        ok="冲正"
        busy={reverse.isPending}
        failure={reverse.error}
        onClose={() => setOpen(false)}
        onFinish={({ reason }) => reverse.mutate({ id, reason })}
      >
        <p>原来那笔不动，另记一笔相反的。</p>
        <Form.Item
          name="reason"
          label="为什么"
          rules={[{ required: true, min: 2, max: 120, message: '写上原因' }]}
        >
          <Input />
        </Form.Item>
      </FormModal>
    </>
  );
};
