import type { PrizeView } from '@kouyi/shared/contracts';
import { Button, Modal } from 'antd';
import { useEffect } from 'react';
import { useSend } from '../api';
import { useCan } from '../app/session';
import { Bones } from '../ui/Bones';
import { Facts, Trouble } from '../ui/pieces';

type Lines = [string, string][];

const METHODS = { wechat: '微信', alipay: '支付宝' } as const;

/** Where a prize goes, in full; asking for it is written down. */
export const Destination = ({ prize, onClose }: { prize: PrizeView; onClose: () => void }) => {
  const can = useCan();
  const reveal = useSend('prizes', 'reveal');
  const payee = useSend('prizes', 'payee');
  const { mutate: askAll } = reveal;
  const { mutate: askPayee } = payee;
  const writes = can('prizes.write');
  useEffect(() => {
    if (writes) askAll({ id: prize.id });
    else askPayee({ id: prize.id });
  }, [writes, askAll, askPayee, prize.id]);
  const address = reveal.data?.address;
  const account = reveal.data?.payee ?? payee.data;
  const lines: Lines | undefined = address
    ? [
        ['收件人', address.name ?? ''],
        ['电话', address.phone ?? ''],
        [
          '地址',
          [address.province, address.city, address.district, address.detail].filter(Boolean).join(' '),
        ],
      ]
    : account
      ? [
          ['收款', METHODS[account.method]],
          ['账号', account.account ?? ''],
          ['实名', account.realName ?? ''],
        ]
      : undefined;
  const failure = reveal.error ?? payee.error;
  return (
    <Modal
      open
      title={prize.name}
      onCancel={onClose}
      footer={<Button onClick={onClose}>看完了</Button>}
      destroyOnHidden
    >
      {lines ? <Facts of={lines} /> : failure ? <Trouble failure={failure} /> : <Bones lines={3} />}
      <p className="quiet" style={{ marginTop: 12 }}>
        这次查看已经记进操作记录。
      </p>
    </Modal>
  );
};
