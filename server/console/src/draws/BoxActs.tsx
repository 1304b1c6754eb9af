import type { BoxView } from '@kouyi/shared/contracts';
import { newRule } from '@kouyi/shared/rules/blank';
import { App, Button, Dropdown, type MenuProps } from 'antd';
import { sentenceOf, useSend } from '../api';
import { useCan } from '../app/session';
import { useTell } from '../ui/tell';
import { useGo } from '../ui/use';

/** What one can do with a box in the state it is in; one thing is the main one. */
export const BoxActs = ({ box }: { box: BoxView }) => {
  const go = useGo();
  const can = useCan();
  const { message, modal } = App.useApp();
  const tell = useTell();
  const told = (text: string) => () => void message.info(text);
  const options = { onError: (failure: unknown) => void message.warning(sentenceOf(failure)) };
  const open = useSend('draws', 'open', { then: told('开放了，概率和承诺已经公布') });
  const resume = useSend('draws', 'resume', { then: told('接着开放') });
  const pause = useSend('draws', 'pause', {
    then: () => tell('暂停了，谁都抽不了', () => resume.mutate({ id: box.id }, options)),
  });
  const close = useSend('draws', 'close', { then: told('结束了，种子已经公布') });
  const rotate = useSend('draws', 'rotate', { then: told('这一轮结束，种子已经公布，新的一轮开始了') });
  const copy = useSend('draws', 'copy', {
    then: ({ id }) => {
      void message.info('照样建了一份草稿');
      go(`/boxes/${id}/edit`);
    },
  });
  const { state } = box;
  const one = { id: box.id };
  const [writes, runs] = [can('draws.write'), can('draws.run')];
  const sure = (title: string, content: string, okText: string, onOk: () => void): void =>
    void modal.confirm({ title, content, okText, cancelText: '先不', onOk });
  const live = state === 'open' || state === 'paused';
  const more: MenuProps['items'] = [
    ...(writes ? [{ key: 'copy', label: '复制一份', onClick: () => copy.mutate(one, options) }] : []),
    ...(runs && state === 'open'
      ? [
          {
            key: 'rotate',
            label: '结束这一轮，公布种子',
            onClick: () =>
              sure('现在结束这一轮？', '公布这一轮的种子，马上开始新的一轮；奖品和概率都不变。', '公布', () =>
                rotate.mutate(one, options),
              ),
          },
        ]
      : []),
    ...(runs && live
      ? [
          {
            key: 'close',
            label: '结束盲盒',
            onClick: () =>
              sure(
                '结束这个盲盒？',
                '结束后不能再开，种子公布，没送完的退回预算。想再办可以复制一份。',
                '现在结束',
                () => close.mutate(one, options),
              ),
          },
        ]
      : []),
  ];
  return (
    <>
      {writes && state !== 'closed' && <Button onClick={() => go(`/boxes/${box.id}/edit`)}>改设计</Button>}
      {runs && state === 'open' && (
        <Button loading={pause.isPending} onClick={() => pause.mutate(one, options)}>
          暂停
        </Button>
      )}
      {more.length > 0 && (
        <Dropdown menu={{ items: more }} trigger={['click']}>
          <Button aria-label="更多操作">⋯</Button>
        </Dropdown>
      )}
      {runs && state === 'draft' && (
        <Button type="primary" loading={open.isPending} onClick={() => open.mutate(one, options)}>
          开放
        </Button>
      )}
      {runs && state === 'paused' && (
        <Button type="primary" loading={resume.isPending} onClick={() => resume.mutate(one, options)}>
          继续
        </Button>
      )}
      {state === 'open' && can('activities.write') && (
        <Button
          type="primary"
          onClick={() =>
            go('/activities/edit', {
              // The box is open, so people may type at once.
              rule: {
                ...newRule('blind_box', new Date()),
                title: box.design.name,
                reward: { points: 0, box: { id: box.id, gives: 'chance' } },
              },
            })
          }
        >
          开个扣1活动
        </Button>
      )}
    </>
  );
};
