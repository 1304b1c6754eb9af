import type { CouponView } from '@kouyi/shared/contracts';
import { DatePicker, Form, Input, InputNumber } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { newKey, useSend } from '../api';
import { GroupPick } from '../subgroups/GroupPick';
import { FormModal } from '../ui/FormModal';
import { fromPicker } from '../ui/when';

interface Wish {
  name: string;
  limit: number;
  until: Dayjs;
  groupId?: string;
}

/** A new link: where it is used, for how many, until when, and for whom. */
export const NewLink = ({
  coupon,
  open,
  onClose,
}: {
  coupon: CouponView;
  open: boolean;
  onClose: () => void;
}) => {
  const [requestKey, setRequestKey] = useState(newKey);
  const create = useSend('coupons', 'createLink', {
    then: () => {
      setRequestKey(newKey());
      onClose();
    },
  });
  return (
    <FormModal<Wish>
      title="做一个领券链接"
      open={open}
      ok="做好"
      initial={{ limit: Math.max(1, Math.min(100, coupon.left)), until: dayjs().add(7, 'day').endOf('day') }}
      busy={create.isPending}
      failure={create.error}
      onClose={onClose}
      onFinish={({ until, ...wish }) =>
        create.mutate({ id: coupon.id, ...wish, until: fromPicker(until), requestKey })
      }
    >
      <Form.Item
        name="name"
        label="用在哪"
        extra="领到的人会看到，比如：公众号推文"
        rules={[{ required: true, message: '写上用在哪，以后好认' }]}
      >
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="limit" label="最多领几张" rules={[{ required: true, message: '填 1 以上的整数' }]}>
        <InputNumber min={1} precision={0} suffix="张" style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="until" label="领到什么时候" rules={[{ required: true, message: '选一个时间' }]}>
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item
        name="groupId"
        label="只给哪个群"
        extra={coupon.rule.perGroup ? '这张券按群限量，要选一个群' : '空着谁都能领'}
        rules={coupon.rule.perGroup ? [{ required: true, message: '选一个群' }] : []}
      >
        <GroupPick clear />
      </Form.Item>
    </FormModal>
  );
};
