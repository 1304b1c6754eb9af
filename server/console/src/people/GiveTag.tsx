import { App, Button, DatePicker, Form, Input } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useSend } from '../api';
import { TagSelect } from '../tags/pick';
import { FormModal } from '../ui/FormModal';
import { fromPicker } from '../ui/when';

interface Wish {
  tagId: string;
  reason: string;
  until?: Dayjs | null;
}

/** A tag inside a form, which tells its field by value and onChange. */
const Pick = ({
  value = '',
  onChange = () => undefined,
}: {
  value?: string;
  onChange?: (id: string) => void;
}) => <TagSelect mode="manual" value={value} onChange={onChange} />;

/** Gives a person a tag by hand, with a reason that stays with it. */
export const GiveTag = ({ personId }: { personId: string }) => {
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const give = useSend('tags', 'give', {
    refresh: ['lifecycle'],
    then: () => {
      setOpen(false);
      void message.info('打上了');
    },
  });
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        打标签
      </Button>
      <FormModal<Wish>
        title="打一个标签"
        open={open}
        ok="打上"
        busy={give.isPending}
        failure={give.error}
        onClose={() => setOpen(false)}
        onFinish={({ tagId, reason, until }) =>
          give.mutate({
            id: personId,
            tagId,
            reason: reason.trim(),
            ...(until ? { expiresAt: fromPicker(until.endOf('day')) } : {}),
          })
        }
      >
        <Form.Item name="tagId" label="标签" rules={[{ required: true, message: '选一个标签。' }]}>
          <Pick />
        </Form.Item>
        <Form.Item
          name="reason"
          label="为什么"
          rules={[{ required: true, min: 2, message: '写两个字以上，以后看得懂。' }]}
        >
          <Input maxLength={200} placeholder="比如：店里聊过，只用无香型" />
        </Form.Item>
        <Form.Item name="until" label="到哪天为止（不填就一直有）">
          <DatePicker style={{ width: '100%' }} placeholder="一直有" />
        </Form.Item>
      </FormModal>
    </>
  );
};
