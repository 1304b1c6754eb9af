import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useSend } from '../api';
import { useCan } from '../app/session';
import { FormModal } from '../ui/FormModal';

/** Takes back what a person said about their age, so that they can say it again; only for who runs boxes. */
export const ResetAge = ({ personId, name }: { personId: string; name: string }) => {
  const { message } = App.useApp();
  const can = useCan();
  const [open, setOpen] = useState(false);
  const reset = useSend('draws', 'resetAge', {
    then: () => {
      setOpen(false);
      void message.info(`${name} 下次开盲盒会再问一次年龄`);
    },
  });
  if (!can('draws.run')) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>更正年龄</Button>
      <FormModal<{ reason: string }>
        title={`让 ${name} 重新确认年龄？`}
        open={open}
        ok="重新确认"
        busy={reset.isPending}
        failure={reset.error}
        onClose={() => setOpen(false)}
        onFinish={({ reason }) => reset.mutate({ id: personId, reason: reason.trim() })}
      >
        <p>顾客自己填错时用。确认之前不能开盲盒，已经开出来的不变。</p>
        <Form.Item
          name="reason"
          label="为什么（会记在操作记录里）"
          rules={[{ required: true, whitespace: true, min: 2, message: '写两个字以上，以后看得懂' }]}
        >
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={200} />
        </Form.Item>
      </FormModal>
    </>
  );
};
