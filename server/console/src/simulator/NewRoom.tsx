import { Form, Input, InputNumber, Modal, Select } from 'antd';
import { useApi, useSend } from '../api';
import { Trouble } from '../ui/pieces';

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
  const [form] = Form.useForm<Wish>();
  const tags = useApi('groups', 'tags', {}, { enabled: open });
  const make = useSend('simulator', 'createRoom', {
    refresh: ['groups'],
    then: ({ groupId }) => {
      form.resetFields();
      onMade(groupId);
    },
  });
  return (
    <Modal
      title="新建一个模拟群"
      open={open}
      onCancel={onClose}
      okText="建群"
      cancelText="先不建"
      confirmLoading={make.isPending}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ members: 30 }}
        onFinish={({ name, members, tags: chosen }: Wish) =>
          make.mutate({ name, members, tags: chosen ?? [] })
        }
      >
        <Form.Item name="name" label="群名" rules={[{ required: true, max: 60, message: '给群起个名字' }]}>
          <Input placeholder="比如：咖啡 9 群" />
        </Form.Item>
        <Form.Item name="members" label="虚拟成员">
          <InputNumber min={0} max={500} suffix="人" style={{ width: 140 }} />
        </Form.Item>
        <Form.Item name="tags" label="标签" extra="活动可以按标签选群，比如「咖啡」">
          <Select mode="tags" options={(tags.data?.items ?? []).map(({ tag }) => ({ value: tag }))} />
        </Form.Item>
      </Form>
      <Trouble failure={make.error} />
    </Modal>
  );
};
