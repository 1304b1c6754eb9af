import type { PrizeView } from '@kouyi/shared/contracts';
import { App, Form, Input } from 'antd';
import { useSend } from '../api';
import { FormModal } from '../ui/FormModal';
import { money } from '../ui/Yuan';
import { Destination } from './Destination';

/** What somebody is doing with one prize. */
export type Doing = { what: 'ship' | 'decline' | 'pay' | 'see'; prize: PrizeView };

/** The forms that act on one prize: parcel, refusal, payment, and where it goes. */
export const PrizeForms = ({ doing, onClose }: { doing: Doing | undefined; onClose: () => void }) => {
  const { message } = App.useApp();
  const told = (text: string) => () => {
    void message.info(text);
    onClose();
  };
  const ship = useSend('prizes', 'ship', { then: told('发货了，已经告诉本人') });
  const decline = useSend('prizes', 'decline', { then: told('没通过，原因本人看得到，预算退回') });
  const pay = useSend('prizes', 'markPaid', { then: told('登记好了') });
  const prize = doing?.prize;
  return (
    <>
      <FormModal<{ carrier: string; trackingNo: string }>
        title={`寄出「${prize?.name ?? ''}」`}
        open={doing?.what === 'ship'}
        ok="寄出了"
        initial={prize?.shipment ?? { carrier: '顺丰' }}
        busy={ship.isPending}
        failure={ship.error}
        onClose={onClose}
        onFinish={(wish) => prize && ship.mutate({ id: prize.id, ...wish })}
      >
        <Form.Item name="carrier" label="快递公司" rules={[{ required: true, message: '写上快递公司' }]}>
          <Input maxLength={30} />
        </Form.Item>
        <Form.Item name="trackingNo" label="快递单号" rules={[{ required: true, message: '写上快递单号' }]}>
          <Input maxLength={40} />
        </Form.Item>
      </FormModal>
      <FormModal<{ reason: string }>
        title="这个红包不通过"
        open={doing?.what === 'decline'}
        ok="不通过"
        busy={decline.isPending}
        failure={decline.error}
        onClose={onClose}
        onFinish={({ reason }) => prize && decline.mutate({ id: prize.id, reason })}
      >
        <Form.Item
          name="reason"
          label="原因"
          extra="本人看得到，写清楚怎么办"
          rules={[{ required: true, min: 2, message: '写两个字以上' }]}
        >
          <Input maxLength={200} placeholder="比如：实名对不上，联系客服改一下" />
        </Form.Item>
      </FormModal>
      <FormModal<{ reference: string }>
        title={`登记打款 ${prize ? money(prize.valueFen) : ''}`}
        open={doing?.what === 'pay'}
        ok="登记"
        busy={pay.isPending}
        failure={pay.error}
        onClose={onClose}
        onFinish={({ reference }) => prize && pay.mutate({ id: prize.id, reference })}
      >
        <p className="quiet" style={{ marginBottom: 12 }}>
          先在微信或支付宝里手工转账，再把转账单号抄到这里；一个单号只能登记一次。
        </p>
        <Form.Item
          name="reference"
          label="转账单号"
          rules={[{ required: true, min: 4, message: '抄上转账单号' }]}
        >
          <Input maxLength={80} />
        </Form.Item>
      </FormModal>
      {doing?.what === 'see' && prize && <Destination key={prize.id} prize={prize} onClose={onClose} />}
    </>
  );
};
