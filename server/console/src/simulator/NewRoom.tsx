import { Form, Input, InputNumber, Select } from 'antd';
import { FormModal } from '../ui/FormModal';
import { useApi, useSend } from '../api';

interface Wish {
  name: string;
  members: number;
  tags?: string[];
}

/** A new group with made-up members, only in the simulator. */
export const NewRoom = ({
  open,
  onClose,
  onMade,
}: {
  open: boolean;
  onClose: () => void;
  onMade: (groupId: string) => void;
}) => {
  const tags = useApi('groups', 'tags', {}, { enabled: open });
  const make = useSend('simulator', 'createRoom', {
    refresh: ['groups'],
    then: ({ groupId }) => {
      onMade(groupId);
    },
  });
  return (
    <FormModal<Wish>
      title="新建一个模拟群"
      open={open}
      ok="建群"
      cancel="先不建"
      initial={{ members: 30 }}
      busy={make.isPending}
      failure={make.error}
      onClose={onClose}
      onFinish={({ name, members, tags: chosen }) => make.mutate({ name, members, tags: chosen ?? [] })}
    >
      <Form.Item name="name" label="群名" rules={[{ required: true, max: 60, message: '给群起个名字' }]}>
        <Input placeholder="比如：咖啡 9 群" />
      </Form.Item>
      <Form.Item name="members" label="虚拟成员">
        <InputNumber min={0} max={500} suffix="人" style={{ width: 140 }} />
      </Form.Item>
      <Form.Item name="tags" label="标签" extra="活动可以按标签选群，比如「咖啡」">
        <Select
          mode="tags"
          placeholder="可以不写"
          options={(tags.data?.items ?? []).map(({ tag }) => ({ value: tag }))}
        />
      </Form.Item>
    </FormModal>
  );
};
