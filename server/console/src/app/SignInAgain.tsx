import type { StaffMe } from '@kouyi/shared/contracts';
import { Button, Form, Input, Modal } from 'antd';
import { useApi, useSend } from '../api';
import { Trouble } from '../ui/pieces';
import { useGo } from '../ui/use';

/**
 * Their time ran out in the middle of something: the same person signs in again over the page, and goes on where they
 * were. Somebody else would be writing in their name, so nobody else can.
 */
export const SignInAgain = ({
  me: { login, name, demo },
  onIn,
}: {
  me: StaffMe;
  onIn: (me: StaffMe) => void;
}) => {
  const go = useGo();
  const welcome = useApi('staffSession', 'welcome', {}, { enabled: demo });
  const signIn = useSend('staffSession', 'signIn', { then: onIn });
  const known = welcome.data?.demoStaff.find((one) => one.login === login);
  return (
    <Modal open title="隔得久了，要重新登录一下" closable={false} keyboard={false} footer={null} width={400}>
      <p style={{ marginBottom: 16 }}>你写到一半的都还在，登录后接着写。</p>
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={({ password }: { password: string }) => signIn.mutate({ login, password })}
      >
        <Form.Item
          name="password"
          label={`${name} 的密码`}
          rules={[{ required: true, message: '填一下密码' }]}
        >
          <Input.Password autoComplete="current-password" autoFocus />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
          登录，接着写
        </Button>
        <div className="row" style={{ marginTop: 8, justifyContent: 'space-between' }}>
          <Button type="link" size="small" onClick={() => go('/sign-in')}>
            换个人登录
          </Button>
          {known && (
            <Button
              type="link"
              size="small"
              onClick={() => signIn.mutate({ login, password: known.password })}
            >
              演示：还是{name}，接着写
            </Button>
          )}
        </div>
      </Form>
      <Trouble failure={signIn.error} />
    </Modal>
  );
};
