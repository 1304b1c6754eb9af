import { Button, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useApi } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { Bones } from '../ui/Bones';
import { Blank, Card, Failed, Notice } from '../ui/pieces';
import { useGo, useMedia, useParam } from '../ui/use';
import { Found } from './AtTheTill';
import { JustUsed } from './JustUsed';
import '../coupons/coupons.scss';

const STORE_KEY = 'kouyi.store';
/** A code of 12 letters and digits, whatever was typed or scanned around it. */
const codeOf = (text: string): string => {
  const scanned = /[?&]code=([A-Za-z0-9-]+)/.exec(text)?.[1] ?? text;
  return scanned.toUpperCase().replace(/[^A-Z0-9]/g, '');
};
const WHOLE = 12;

/** The till: a code typed or scanned, what it is good for, one button. Made for a phone behind the counter. */
export const Redeem = () => {
  const [given, setGiven] = useParam('code');
  const [typed, setTyped] = useState('');
  const go = useGo();
  const can = useCan();
  const touch = useMedia('(hover: none)');
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
          <Card>
            <Blank
              title="还没有能核销的门店"
              action={can('org.write') && <Button onClick={() => go('/org?tab=units')}>去加一家门店</Button>}
            >
              {can('org.write')
                ? '加上门店，店里的伙伴就能在这里核销。'
                : '请管理员在「组织与权限」里给你加上门店。'}
            </Blank>
          </Card>
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
                // A scanner types at once; on a phone the keyboard would cover the page.
                autoFocus={!touch}
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
        {store && <JustUsed storeId={store.id} />}
      </div>
    </Page>
  );
};
