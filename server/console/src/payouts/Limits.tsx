import type { PayoutSettings } from '@kouyi/shared/contracts';
import { Button } from 'antd';
import { useState } from 'react';
import { useApi, useSend } from '../api';
import { useCan } from '../app/session';
import { Bones } from '../ui/Bones';
import { Card, Failed, Trouble } from '../ui/pieces';
import { useTell } from '../ui/tell';
import { money, YuanInput } from '../ui/Yuan';
import './payouts.scss';

/** One limit, with what the server takes at least and at most. */
interface Limit {
  key: keyof PayoutSettings;
  name: string;
  line: string;
  leastFen: number;
  mostFen: number;
}

const LIMITS: Limit[] = [
  {
    key: 'minFen',
    name: '最少提现',
    line: '少于这个数不能提，免得手续多过钱。',
    leastFen: 10,
    mostFen: 100_000,
  },
  {
    key: 'perOnceFen',
    name: '一次最多',
    line: '微信支付一笔最多 20,000 元。',
    leastFen: 100,
    mostFen: 2_000_000,
  },
  {
    key: 'perDayFen',
    name: '一天最多',
    line: '按每个人、北京时间的一天算。',
    leastFen: 100,
    mostFen: 10_000_000,
  },
  {
    key: 'perMonthFen',
    name: '一个月最多',
    line: '按每个人、自然月算。',
    leastFen: 100,
    mostFen: 100_000_000,
  },
  {
    key: 'twoPeopleAboveFen',
    name: '超过多少要两个人批',
    line: '填 0 就是每一笔都要两个人。',
    leastFen: 0,
    mostFen: 2_000_000,
  },
];

/** Why a limit can't be what was typed, in a sentence; undefined: it can. */
const wrongWith = ({ name, leastFen, mostFen }: Limit, fen: number | undefined): string | undefined => {
  if (fen === undefined) return `「${name}」还空着，写上数才能存。`;
  if (fen < leastFen) return `「${name}」至少 ${money(leastFen)}。`;
  return fen > mostFen ? `「${name}」最多 ${money(mostFen)}。` : undefined;
};

const Form = ({ settings }: { settings: PayoutSettings }) => {
  const [wish, setWish] = useState<Partial<PayoutSettings>>(settings);
  const wrong = LIMITS.map((field) => wrongWith(field, wish[field.key])).find((words) => words !== undefined);
  const can = useCan();
  const tell = useTell();
  const send = useSend('payouts', 'saveSettings', { then: () => tell('存好了，从现在起的申请按新的来') });
  const may = can('payouts.approve');
  return (
    <Card title="提现的上限" sub="改动只管之后的申请。">
      <div className="stack">
        {LIMITS.map(({ key, name, line }) => (
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
              disabled={wrong !== undefined}
              loading={send.isPending}
              onClick={() => send.mutate(wish as PayoutSettings)}
            >
              存好
            </Button>
            {wrong && <span className="amber">{wrong}</span>}
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
