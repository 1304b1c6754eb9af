import { App, Form, Input } from 'antd';
import { FormModal } from '../ui/FormModal';
import { useSend } from '../api';

interface Passwords {
  oldPassword: string;
  newPassword: string;
}

/** Changes one's own password; every other session ends. */
export const PasswordBox = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const { message } = App.useApp();
  const change = useSend('staffSession', 'changePassword', {
    then: () => {
      void message.info('密码已换，其他设备上的登录都已退出');
      onClose();
    },
  });
  return (
    <FormModal<Passwords>
      title="改密码"
      open={open}
      ok="换成新密码"
      cancel="先不改"
      busy={change.isPending}
      failure={change.error}
      onClose={onClose}
      onFinish={(passwords) => change.mutate(passwords)}
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
    </FormModal>
  );
};
