import type { CouponView } from '@kouyi/shared/contracts';
import { Form, Input, Select } from 'antd';
import { useState } from 'react';
import { newKey, useApi, useSend } from '../api';
import { GroupPick } from '../subgroups/GroupPick';
import { FormModal } from '../ui/FormModal';
import { Notice } from '../ui/pieces';
import { useStill } from '../ui/use';

interface Gift {
  personIds: string[];
  groupId?: string;
  reason: string;
}

/** Gives one to each of some people by hand. */
export const Give = ({
  coupon,
  open,
  onClose,
}: {
  coupon: CouponView;
  open: boolean;
  onClose: () => void;
}) => {
  const [requestKey, setRequestKey] = useState(newKey);
  const [q, setQ] = useState('');
  const asked = useStill(q);
  const people = useApi(
    'people',
    'list',
    { limit: 20, ...(asked ? { q: asked } : {}) },
    { enabled: open, keep: true },
  );
  const give = useSend('coupons', 'issue', {
    then: ({ refused }) => {
      setRequestKey(newKey());
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
          <GroupPick />
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
