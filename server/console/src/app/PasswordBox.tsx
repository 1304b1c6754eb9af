import { App, Form, Input, Modal } from 'antd';
import { useSend } from '../api';
import { Trouble } from '../ui/pieces';

interface Passwords {
  oldPassword: string;
  newPassword: string;
}

/** Changes one's own password; every other session ends. */
export const PasswordBox = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const { message } = App.useApp();
  const [form] = Form.useForm<Passwords>();
  const change = useSend('staffSession', 'changePassword', {
    then: () => {
      void message.info('密码已换，其他设备上的登录都已退出');
      form.resetFields();
      onClose();
    },
  });
  return (
    <Modal
      title="改密码"
      open={open}
      onCancel={onClose}
      okText="换成新密码"
      cancelText="先不改"
      confirmLoading={change.isPending}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={(values: Passwords) => change.mutate(values)}
        requiredMark={false}
      >
        <Form.Item
          name="oldPassword"
          label="现在的密码"
          rules={[{ required: true, message: '填一下现在的密码' }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="newPassword"
          label="新密码"
          extra="至少 10 个字"
          rules={[{ required: true, min: 10, message: '新密码至少 10 个字' }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </Form>
      <Trouble failure={change.error} />
    </Modal>
  );
};
