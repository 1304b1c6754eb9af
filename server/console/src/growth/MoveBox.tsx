import { GROWTH_STANDING_NAMES, type GrowthStanding } from '@kouyi/shared/types';
import { Form, Input, InputNumber, Select } from 'antd';
import { useSend } from '../api';
import { FormModal } from '../ui/FormModal';
import { useTell } from '../ui/tell';

const TARGETS = ['none', 'active', 'sharing', 'exclusive'] as const;
type Target = (typeof TARGETS)[number];

/** Puts somebody into a stage for some days, with a reason that they read, too. */
export const MoveBox = ({
  id,
  name,
  stage,
  onClose,
}: {
  id: string;
  name: string;
  stage: GrowthStanding;
  onClose: () => void;
}) => {
  const tell = useTell();
  const move = useSend('growth', 'move', {
    then: ({ stage: to }) => {
      onClose();
      tell(`${name} 现在在「${GROWTH_STANDING_NAMES[to]}」`);
    },
  });
  return (
    <FormModal<{ to: Target; days: number; reason: string }>
      title={`手工调整 ${name}`}
      open
      ok="调好"
      initial={{ days: 30 }}
      busy={move.isPending}
      failure={move.error}
      onClose={onClose}
      onFinish={(wish) => move.mutate({ id, ...wish })}
    >
      <p>到期后重新按规则算。要任命为 KOC，走提名或在「在任与归因」里任命。</p>
      <Form.Item name="to" label="调到" rules={[{ required: true, message: '选一个阶段' }]}>
        <Select
          options={TARGETS.filter((to) => to !== stage).map((value) => ({
            value,
            label: GROWTH_STANDING_NAMES[value],
          }))}
        />
      </Form.Item>
      <Form.Item name="days" label="保留多少天">
        <InputNumber min={1} max={365} precision={0} suffix="天" />
      </Form.Item>
      <Form.Item
        name="reason"
        label="为什么（本人也看得到）"
        rules={[{ required: true, min: 2, max: 200, message: '写上原因，至少两个字' }]}
      >
        <Input />
      </Form.Item>
    </FormModal>
  );
};
