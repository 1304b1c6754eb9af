import type { PayoutSettings } from '@kouyi/shared/contracts';
import { Button } from 'antd';
import { useState } from 'react';
import { useApi, useSend } from '../api';
import { useCan } from '../app/session';
import { Bones, Card, Failed, Trouble } from '../ui/pieces';
import { useTell } from '../ui/tell';
import { YuanInput } from '../ui/Yuan';
import './payouts.scss';

const FIELDS: { key: keyof PayoutSettings; name: string; line: string }[] = [
  { key: 'minFen', name: '最少提现', line: '少于这个数不能提，免得手续多过钱。' },
  { key: 'perOnceFen', name: '一次最多', line: '微信支付一笔最多 20,000 元。' },
  { key: 'perDayFen', name: '一天最多', line: '按每个人、北京时间的一天算。' },
  { key: 'perMonthFen', name: '一个月最多', line: '按每个人、自然月算。' },
  { key: 'twoPeopleAboveFen', name: '超过多少要两个人批', line: '填 0 就是每一笔都要两个人。' },
];

const Form = ({ settings }: { settings: PayoutSettings }) => {
  const [wish, setWish] = useState<Partial<PayoutSettings>>(settings);
  const empty = FIELDS.find(({ key }) => wish[key] === undefined);
  const can = useCan();
  const tell = useTell();
  const send = useSend('payouts', 'saveSettings', { then: () => tell('存好了，从现在起的申请按新的来') });
  const may = can('payouts.approve');
  return (
    <Card title="提现的上限" sub="改动只管之后的申请。">
      <div className="stack">
        {FIELDS.map(({ key, name, line }) => (
          <label key={key} className="payout-limit">
            <b>{name}</b>
            <YuanInput
              label={name}
              value={wish[key]}
              disabled={!may}
              onChange={(fen) => setWish((before) => ({ ...before, [key]: fen }))}
            />
            <span className="quiet">{line}</span>
          </label>
        ))}
        <Trouble failure={send.error} />
        {may && (
          <div className="row">
            <Button
              type="primary"
              disabled={empty !== undefined}
              loading={send.isPending}
              onClick={() => send.mutate(wish as PayoutSettings)}
            >
              存下来
            </Button>
            {empty && <span className="quiet">「{empty.name}」还空着，写上数才能存。</span>}
          </div>
        )}
      </div>
    </Card>
  );
};

/** How much may leave, and from where on two people decide. */
export const Limits = () => {
  const settings = useApi('payouts', 'settings', {});
  if (settings.data) return <Form settings={settings.data} />;
  if (settings.error) return <Failed failure={settings.error} retry={() => void settings.refetch()} />;
  return <Bones />;
};
