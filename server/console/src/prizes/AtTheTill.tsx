import { Button, Input } from 'antd';
import { useState } from 'react';
import { type Out, fieldOf, newKey, sentenceOf, useApi, useSend } from '../api';
import { Bones } from '../ui/Bones';
import { Card, Facts, Pill } from '../ui/pieces';
import { until } from '../ui/when';
import { money, YuanInput } from '../ui/Yuan';

type Coupon = Out<'coupons', 'lookUp'>;
type Prize = Out<'prizes', 'lookUp'>;

const Refusal = ({ of }: { of: { message: string } | undefined }) =>
  of ? (
    <div className="notice" role="alert">
      {of.message}
    </div>
  ) : null;

/** What was just done, large enough to be seen across a counter. */
const Done = ({ verdict, lines, next }: { verdict: string; lines: [string, string][]; next: () => void }) => (
  <Card>
    <div role="status">
      <p className="verdict jade">{verdict}</p>
      <Facts of={lines} />
    </div>
    <Button type="primary" block style={{ marginTop: 16 }} onClick={next}>
      下一位
    </Button>
  </Card>
);

const UseCoupon = ({ found, storeId, next }: { found: Coupon; storeId: string; next: () => void }) => {
  const [orderFen, setOrderFen] = useState<number>();
  const [receipt, setReceipt] = useState('');
  const [requestKey] = useState(newKey);
  const redeem = useSend('coupons', 'redeem');
  const needsAmount = found.kind !== 'gift' || found.minFen > 0;
  if (redeem.data) {
    const { cutFen, payFen, orderFen: order, headline } = redeem.data;
    return (
      <Done
        verdict={payFen === undefined ? `给「${headline}」` : `收 ${money(payFen)}`}
        lines={[
          ['券', `${found.face.name}（${headline}）`],
          ...(order === undefined
            ? []
            : ([
                ['订单', money(order)],
                ['优惠', money(cutFen)],
              ] as [string, string][])),
          ['顾客', found.holder],
        ]}
        next={next}
      />
    );
  }
  const field = fieldOf(redeem.error);
  return (
    <Card
      title={found.face.name}
      sub={`${found.face.headline} · ${found.face.condition} · 顾客 ${found.holder}`}
      extra={<Pill tone={found.refusal ? 'care' : 'good'}>{found.refusal ? '不能用' : '能用'}</Pill>}
    >
      <ul className="quiet" style={{ marginBottom: 12 }}>
        {found.face.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Refusal of={found.refusal} />
      {!found.refusal && (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            redeem.mutate({
              code: found.code,
              storeId,
              requestKey,
              ...(orderFen === undefined ? {} : { orderFen }),
              ...(receipt.trim() === '' ? {} : { receipt: receipt.trim() }),
            });
          }}
        >
          {needsAmount && (
            <label className="stack" style={{ gap: 6 }}>
              <b>这一单多少钱（用券前）</b>
              <YuanInput label="这一单多少钱" value={orderFen} onChange={setOrderFen} />
              {field === 'orderFen' && (
                <span className="hot" role="alert">
                  {sentenceOf(redeem.error)}
                </span>
              )}
            </label>
          )}
          <label className="stack" style={{ gap: 6 }}>
            <b>小票号</b>
            <Input
              maxLength={60}
              placeholder="同一单要用几张券时填"
              value={receipt}
              onChange={({ target }) => setReceipt(target.value)}
            />
            {field === 'receipt' && (
              <span className="hot" role="alert">
                {sentenceOf(redeem.error)}
              </span>
            )}
          </label>
          {redeem.error && field !== 'orderFen' && field !== 'receipt' && (
            <Refusal of={{ message: sentenceOf(redeem.error) }} />
          )}
          <Button type="primary" size="large" block htmlType="submit" loading={redeem.isPending}>
            用掉这张券
          </Button>
        </form>
      )}
      <Button block style={{ marginTop: 10 }} onClick={next}>
        换一张
      </Button>
    </Card>
  );
};

const HandOver = ({ found, storeId, next }: { found: Prize; storeId: string; next: () => void }) => {
  const [requestKey] = useState(newKey);
  const redeem = useSend('prizes', 'redeem');
  if (redeem.data)
    return (
      <Done
        verdict={`给「${redeem.data.name}」`}
        lines={[
          ['顾客', found.holder],
          ['门店', found.storeName],
        ]}
        next={next}
      />
    );
  return (
    <Card
      title={found.name}
      sub={`奖品自提 · 顾客 ${found.holder} · ${found.storeName}`}
      extra={<Pill tone={found.refusal ? 'care' : 'good'}>{found.refusal ? '不能领' : '能领'}</Pill>}
    >
      <Facts of={[['提货码到', until(found.until)]]} />
      <div className="stack" style={{ marginTop: 12 }}>
        <Refusal of={found.refusal ?? (redeem.error ? { message: sentenceOf(redeem.error) } : undefined)} />
        {!found.refusal && (
          <Button
            type="primary"
            size="large"
            block
            loading={redeem.isPending}
            onClick={() => redeem.mutate({ code: found.code, storeId, requestKey })}
          >
            东西给了，核销
          </Button>
        )}
        <Button block onClick={next}>
          换一个
        </Button>
      </div>
    </Card>
  );
};

/** What a code is good for, and the one button that uses it up at this store. `next` is called for the next customer. */
export const Found = ({ code, storeId, next }: { code: string; storeId: string; next: () => void }) => {
  const picksUp = code.startsWith('T');
  const coupon = useApi('coupons', 'lookUp', { code, storeId }, { enabled: !picksUp });
  const prize = useApi('prizes', 'lookUp', { code, storeId }, { enabled: picksUp });
  const asked = picksUp ? prize : coupon;
  if (asked.error)
    return (
      <Card>
        <Refusal of={{ message: sentenceOf(asked.error) }} />
        <Button block style={{ marginTop: 10 }} onClick={next}>
          重新输
        </Button>
      </Card>
    );
  if (picksUp && prize.data) return <HandOver found={prize.data} storeId={storeId} next={next} />;
  if (coupon.data) return <UseCoupon found={coupon.data} storeId={storeId} next={next} />;
  return <Bones lines={4} />;
};
