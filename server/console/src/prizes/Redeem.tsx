import type { RedemptionView } from '@kouyi/shared/contracts';
import { App, Button, Form, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { type Out, fieldOf, sentenceOf, useApi, useRows, useSend } from '../api';
import { Page } from '../app/Page';
import { FormModal } from '../ui/FormModal';
import { type Column, PagedTable } from '../ui/DataTable';
import { Blank, Bones, Card, Facts, Failed, Notice, Pill } from '../ui/pieces';
import { useParam } from '../ui/use';
import { when } from '../ui/when';
import { money, YuanInput } from '../ui/Yuan';
import '../coupons/coupons.scss';

const STORE_KEY = 'kouyi.store';
/** A code of 12 letters and digits, whatever was typed or scanned around it. */
const codeOf = (text: string): string => {
  const scanned = /[?&]code=([A-Za-z0-9-]+)/.exec(text)?.[1] ?? text;
  return scanned.toUpperCase().replace(/[^A-Z0-9]/g, '');
};
const WHOLE = 12;

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
  const [requestKey] = useState(() => crypto.randomUUID());
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
  const [requestKey] = useState(() => crypto.randomUUID());
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
      <Facts of={[['提货码到', when(found.until)]]} />
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

const Found = ({ code, storeId, next }: { code: string; storeId: string; next: () => void }) => {
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

const columnsFor = (undo: (row: RedemptionView) => void): Column<RedemptionView>[] => [
  { head: '时间', cell: ({ at }) => when(at), width: 120 },
  {
    head: '券',
    cell: ({ name, headline, holder }) => (
      <>
        <strong>{name}</strong>
        <small>
          {headline} · {holder}
        </small>
      </>
    ),
  },
  {
    head: '订单',
    cell: ({ orderFen, cutFen, receipt }) => (
      <>
        {orderFen === undefined ? '–' : money(orderFen)}
        <small>
          优惠 {money(cutFen)}
          {receipt ? ` · ${receipt}` : ''}
        </small>
      </>
    ),
    end: true,
  },
  {
    head: '经手',
    cell: (row) => (
      <>
        {row.by}{' '}
        {row.undoneAt ? (
          <Pill>已撤回</Pill>
        ) : (
          Date.now() - Date.parse(row.at) < 86_400_000 && (
            <Button size="small" type="text" onClick={() => undo(row)}>
              撤回
            </Button>
          )
        )}
      </>
    ),
    end: true,
  },
];

const Today = ({ storeId }: { storeId: string }) => {
  const { message } = App.useApp();
  const [undoing, setUndoing] = useState<RedemptionView>();
  const rows = useRows('coupons', 'redemptions', { storeId, limit: 20 }, { everyMs: 15_000 });
  const undo = useSend('coupons', 'undoRedemption', {
    then: () => {
      setUndoing(undefined);
      void message.info('撤回了，这张券又能用了');
    },
  });
  return (
    <Card title="刚用掉的券" sub="弄错了，一天之内可以撤回">
      <PagedTable
        label="刚用掉的券"
        of={rows}
        columns={columnsFor(setUndoing)}
        keyOf={({ id }) => id}
        blank={<Blank title="还没有核销过">扫一扫或输入券码，第一笔就在这里。</Blank>}
      />
      <FormModal<{ reason: string }>
        title={`撤回「${undoing?.name ?? ''}」`}
        open={undoing !== undefined}
        ok="撤回"
        busy={undo.isPending}
        failure={undo.error}
        onClose={() => setUndoing(undefined)}
        onFinish={({ reason }) => undoing && undo.mutate({ id: undoing.id, reason })}
      >
        <Form.Item
          name="reason"
          label="为什么"
          rules={[{ required: true, min: 2, message: '写两个字以上，记在操作记录里' }]}
        >
          <Input maxLength={200} placeholder="比如：扫错了顾客的券" />
        </Form.Item>
      </FormModal>
    </Card>
  );
};

/** The till: a code typed or scanned, what it is good for, one button. Made for a phone behind the counter. */
export const Redeem = () => {
  const [given, setGiven] = useParam('code');
  const [typed, setTyped] = useState('');
  const stores = useApi('coupons', 'stores', {});
  const [storeId, setStoreId] = useState(() => localStorage.getItem(STORE_KEY) ?? '');
  const items = stores.data?.items;
  // The only store, or the one used last on this device.
  const store = items?.find(({ id }) => id === storeId) ?? (items?.length === 1 ? items[0] : undefined);
  useEffect(() => {
    if (store) localStorage.setItem(STORE_KEY, store.id);
  }, [store]);
  const code = codeOf(given);
  const next = (): void => {
    setTyped('');
    setGiven('');
  };
  const take = (text: string): void => {
    const whole = codeOf(text);
    setTyped(whole);
    if (whole.length === WHOLE) setGiven(whole);
  };
  return (
    <Page title="门店核销" lead="优惠券是 Q 开头，提货码是 T 开头。">
      <div className="till">
        {stores.isPending && <Bones lines={3} />}
        {stores.error && <Failed failure={stores.error} retry={() => void stores.refetch()} />}
        {items?.length === 0 && (
          <Notice>你还没有能核销的门店，请管理员在「组织与权限」里给你加上门店。</Notice>
        )}
        {items && items.length > 1 && (
          <Select
            aria-label="哪家店"
            placeholder="先选哪家店"
            size="large"
            value={store?.id ?? null}
            onChange={(id: string | null) => setStoreId(id ?? '')}
            options={items.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        {items && items.length > 1 && !store && (
          <Card>
            <Blank title="你在哪家店？">选好门店，再扫顾客手机上的码，或者照着打一遍。</Blank>
          </Card>
        )}
        {store && code.length !== WHOLE && (
          <Card title={store.name}>
            <form
              className="stack"
              onSubmit={(event) => {
                event.preventDefault();
                if (codeOf(typed) !== '') setGiven(codeOf(typed));
              }}
            >
              <Input
                className="code-input"
                size="large"
                aria-label="券码或提货码"
                placeholder="输入 12 位码"
                autoComplete="off"
                autoCapitalize="characters"
                value={typed}
                onChange={({ target }) => take(target.value)}
              />
              <p className="quiet">用手机相机扫顾客的二维码，会直接打开这一页；扫码枪对着上面的框扫也行。</p>
              {code !== '' && code.length !== WHOLE && <Notice>码要 12 位，核对一下再输。</Notice>}
              <Button type="primary" size="large" block htmlType="submit" disabled={typed === ''}>
                看看是什么
              </Button>
            </form>
          </Card>
        )}
        {store && code.length === WHOLE && (
          <Found key={`${code}:${store.id}`} code={code} storeId={store.id} next={next} />
        )}
        {store && <Today storeId={store.id} />}
      </div>
    </Page>
  );
};
