import type { CouponView } from '@kouyi/shared/contracts';
import { App, Button, Dropdown } from 'antd';
import { freshRule } from '../activities/rule';
import { sentenceOf, useSend } from '../api';
import { useCan } from '../app/session';
import { useTell } from '../ui/tell';
import { useGo } from '../ui/use';

/** What one can do with a coupon in the state it is in; one thing is the main one. */
export const CouponActs = ({ coupon }: { coupon: CouponView }) => {
  const go = useGo();
  const can = useCan();
  const { message, modal } = App.useApp();
  const tell = useTell();
  const one = { id: coupon.id };
  const options = { onError: (failure: unknown) => void message.warning(sentenceOf(failure)) };
  const told = (text: string) => () => void message.info(text);
  const open = useSend('coupons', 'open', { then: told('可以发了') });
  const pause = useSend('coupons', 'pause', {
    then: () => tell('暂停发放，发出去的照样能用', () => open.mutate(one, options)),
  });
  const end = useSend('coupons', 'end', { then: told('停发了，发出去的照样能用') });
  const { state } = coupon;
  if (!can('coupons.write')) return null;
  return (
    <>
      {state !== 'ended' && <Button onClick={() => go(`/coupons/${coupon.id}/edit`)}>编辑</Button>}
      {state === 'open' && (
        <Button loading={pause.isPending} onClick={() => pause.mutate(one, options)}>
          暂停发放
        </Button>
      )}
      {state !== 'ended' && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              {
                key: 'end',
                label: '不再发了',
                onClick: () =>
                  void modal.confirm({
                    title: '不再发这张券？',
                    content: '停发后不能再开；已经发出去的，到期前照样能用。',
                    okText: '停发',
                    cancelText: '先不',
                    onOk: () => end.mutate(one, options),
                  }),
              },
            ],
          }}
        >
          <Button aria-label="更多操作">⋯</Button>
        </Dropdown>
      )}
      {(state === 'draft' || state === 'paused') && (
        <Button type="primary" loading={open.isPending} onClick={() => open.mutate(one, options)}>
          开始发放
        </Button>
      )}
      {state === 'open' && can('activities.write') && (
        <Button
          type="primary"
          onClick={() =>
            go('/activities/edit', {
              rule: {
                ...freshRule('coupon_grab'),
                title: `抢${coupon.rule.name}`,
                reward: { points: 0, couponId: coupon.id },
              },
            })
          }
        >
          开个扣1抢券
        </Button>
      )}
    </>
  );
};
