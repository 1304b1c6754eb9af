import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { call, sentenceOf, useSend } from '../api';
import { FormModal } from '../ui/FormModal';
import { useTell } from '../ui/tell';

/** Puts a person on the blacklist, with a reason that is kept; one click takes it back. */
export const BlacklistButton = ({ personId, name }: { personId: string; name: string }) => {
  const { message } = App.useApp();
  const tell = useTell();
  const [open, setOpen] = useState(false);
  const lift = useSend('risk', 'lift', { refresh: ['people', 'groups'] });
  const add = useSend('risk', 'add', {
    refresh: ['people', 'groups'],
    then: ({ id }) => {
      setOpen(false);
      tell(`${name} 进了黑名单，任何活动都不再给`, () =>
        lift.mutate(
          { id, reason: '点错了，马上撤销' },
          { onError: (failure) => void message.warning(sentenceOf(failure)) },
        ),
      );
    },
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>放进黑名单</Button>
      <FormModal<{ reason: string }>
        title={`把 ${name} 放进黑名单？`}
        open={open}
        ok="放进黑名单"
        busy={add.isPending}
        failure={add.error}
        onClose={() => setOpen(false)}
        onFinish={({ reason }) => add.mutate({ personId, reason: reason.trim() })}
      >
        <p>之后在所有群里扣 1 都不算；已经得到的不收回。随时可以解除。</p>
        <Form.Item
          name="reason"
          label="为什么（本人申诉时会看）"
          rules={[{ required: true, whitespace: true, min: 2, message: '写两个字以上，以后看得懂' }]}
        >
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={200} />
        </Form.Item>
      </FormModal>
    </>
  );
};

/** Takes a person off the blacklist by the ids of all their identities: finds the standing entry first. */
export const LiftButton = ({ personIds }: { personIds: readonly string[] }) => {
  const { message } = App.useApp();
  const lift = useSend('risk', 'lift', {
    refresh: ['people', 'groups'],
    then: () => void message.info('解除了，从现在起又能参加'),
  });
  const run = async (): Promise<void> => {
    try {
      const pages = await Promise.all(
        personIds.map((personId) => call('risk', 'blacklist', { lifted: 'no', personId, limit: 1 })),
      );
      const standing = pages.flatMap(({ items }) => items);
      if (standing.length === 0) void message.info('已经不在黑名单里了');
      for (const { id } of standing)
        lift.mutate({ id }, { onError: (failure) => void message.warning(sentenceOf(failure)) });
    } catch (failure) {
      void message.warning(sentenceOf(failure));
    }
  };
  return (
    <Button loading={lift.isPending} onClick={() => void run()}>
      解除黑名单
    </Button>
  );
};
