import { Form, Input } from 'antd';
import { useSend } from '../api';
import { FormModal } from '../ui/FormModal';
import { useTell } from '../ui/tell';

const Password = () => (
  <Form.Item
    name="password"
    label="你的登录密码"
    rules={[{ required: true, message: '钱要出门，再输一次密码' }]}
  >
    <Input.Password autoComplete="current-password" />
  </Form.Item>
);

const Reason = ({ label, hint }: { label: string; hint: string }) => (
  <Form.Item name="reason" label={label} rules={[{ required: true, min: 2, message: '写一句原因' }]}>
    <Input.TextArea rows={2} maxLength={200} placeholder={hint} />
  </Form.Item>
);

interface Props {
  open: boolean;
  onClose: () => void;
}

/** Approves one or several withdrawals, with the password again. */
export const ApproveBox = ({
  ids,
  title,
  byHand,
  open,
  onClose,
}: Props & { ids: string[]; title: string; byHand: boolean }) => {
  const tell = useTell();
  const send = useSend('payouts', 'approve', {
    refresh: ['ledger'],
    then: ({ items, refused }) => {
      onClose();
      const [no] = refused;
      if (no && items.length === 0 && refused.length === 1) return tell(no.message);
      const said = no ? `，${refused.length} 笔没通过：${no.message}` : '';
      const more = items.filter((row) => row.state === 'requested').length;
      tell(`${items.length} 笔批过了${more > 0 ? `，其中 ${more} 笔还要另一位同事批` : ''}${said}`);
    },
  });
  return (
    <FormModal<{ password: string }>
      title={title}
      open={open}
      ok="通过"
      busy={send.isPending}
      failure={send.error}
      onClose={onClose}
      onFinish={({ password }) => send.mutate({ ids, password })}
    >
      <p className="quiet">
        {byHand ? '通过之后由财务手工打款，再登记流水号。' : '通过之后马上打款，不能撤回。'}
      </p>
      <Password />
    </FormModal>
  );
};

const REASONED = {
  reject: {
    title: '退回这笔提现',
    then: '钱马上回到本人的可提现余额，本人会看到原因。',
    ok: '退回',
    hint: '例如：请先补充实名信息',
  },
  freeze: {
    title: '冻结这笔提现',
    then: '钱先留着不打，核实完再解冻或退回。',
    ok: '冻结',
    hint: '例如：同一设备多个账号，先核实',
  },
  unfreeze: {
    title: '解冻这笔提现',
    then: '它回到待审核，还要有人通过才打款。',
    ok: '解冻',
    hint: '例如：和本人核实过，没有问题',
  },
} as const;
export type Reasoned = keyof typeof REASONED;

/** A decision with a reason. */
export const ReasonBox = ({ id, what, open, onClose }: Props & { id: string; what: Reasoned }) => {
  const tell = useTell();
  const { title, then, ok, hint } = REASONED[what];
  const send = useSend('payouts', what, {
    refresh: ['ledger'],
    then: () => {
      onClose();
      tell(`${ok}了`);
    },
  });
  return (
    <FormModal<{ reason: string }>
      title={title}
      open={open}
      ok={ok}
      busy={send.isPending}
      failure={send.error}
      onClose={onClose}
      onFinish={({ reason }) => send.mutate({ id, reason })}
    >
      <p className="quiet">{then}</p>
      <Reason label="原因" hint={hint} />
    </FormModal>
  );
};

/** Finance has paid itself: the reference is what the books lean on. */
export const ByHandBox = ({ id, open, onClose }: Props & { id: string }) => {
  const tell = useTell();
  const send = useSend('payouts', 'payByHand', {
    refresh: ['ledger'],
    then: () => {
      onClose();
      tell('登记好了，本人会收到到账消息');
    },
  });
  return (
    <FormModal<{ reference: string; password: string }>
      title="登记手工打款"
      open={open}
      ok="已经打款"
      busy={send.isPending}
      failure={send.error}
      onClose={onClose}
      onFinish={(wish) => send.mutate({ id, ...wish })}
    >
      <Form.Item
        name="reference"
        label="流水号"
        rules={[{ required: true, min: 4, message: '填转账的流水号，对账要用' }]}
      >
        <Input maxLength={64} placeholder="银行或微信转账单号" />
      </Form.Item>
      <Password />
    </FormModal>
  );
};

/** Closes a transfer that the provider does not have. */
export const GiveUpBox = ({ id, open, onClose }: Props & { id: string }) => {
  const tell = useTell();
  const send = useSend('payouts', 'giveUp', {
    refresh: ['ledger'],
    then: () => {
      onClose();
      tell('作废了，钱已退回本人的可提现余额');
    },
  });
  return (
    <FormModal<{ reason: string; password: string }>
      title="作废这次打款"
      open={open}
      ok="作废"
      busy={send.isPending}
      failure={send.error}
      onClose={onClose}
      onFinish={(wish) => send.mutate({ id, ...wish })}
    >
      <p className="quiet">先当场问一次微信支付，它确实没有这个单号才会作废；以后再提是新的一笔。</p>
      <Reason label="原因" hint="例如：商户号停用，改为手工打款" />
      <Password />
    </FormModal>
  );
};
