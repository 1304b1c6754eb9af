import type { CouponLinkView, CouponView } from '@kouyi/shared/contracts';
import { App, Button } from 'antd';
import { useState } from 'react';
import { sentenceOf, useApi, useSend } from '../api';
import { IfCan } from '../app/session';
import { Blank, Bones, Card, Facts, Failed, Pill } from '../ui/pieces';
import { count } from '../ui/number';
import { saveAs } from '../ui/save';
import { until } from '../ui/when';
import { NewLink } from './NewLink';
import { Qr, qrFile } from './Qr';

/** The address under which a phone's browser opens the page; WeChat opens the page itself. */
const addressOf = ({ page }: CouponLinkView): string => `${location.origin}/m/#/${page}`;

const Link = ({ link }: { link: CouponLinkView }) => {
  const { message, modal } = App.useApp();
  const close = useSend('coupons', 'closeLink', { then: () => void message.info('收回了，谁都领不了了') });
  const address = addressOf(link);
  return (
    <article className="link-row">
      {link.open && <Qr text={address} label={`${link.name}的领券码`} />}
      <div>
        <div className="row" style={{ marginBottom: 8 }}>
          <b>{link.name}</b>
          <Pill tone={link.open ? 'live' : undefined}>{link.open ? '能领' : '不能领了'}</Pill>
        </div>
        <Facts
          of={[
            ['领了', `${count(link.claimed)} / ${count(link.limit)} 张`],
            ['到', until(link.until)],
            ...(link.groupName ? ([['给谁', `「${link.groupName}」的群友`]] as [string, string][]) : []),
            [
              '链接',
              <span key="a" style={{ overflowWrap: 'anywhere' }}>
                {address}
              </span>,
            ],
            [
              '小程序页',
              <span key="p" style={{ overflowWrap: 'anywhere' }}>
                {link.page}
              </span>,
            ],
          ]}
        />
        {link.open && (
          <div className="row" style={{ marginTop: 10 }}>
            <Button
              size="small"
              onClick={() =>
                void navigator.clipboard.writeText(address).then(
                  () => message.info('链接复制好了'),
                  () => message.warning('这个浏览器不让复制，手动选中再复制。'),
                )
              }
            >
              复制链接
            </Button>
            <Button
              size="small"
              onClick={() =>
                saveAs(
                  `data:image/svg+xml;charset=utf-8,${encodeURIComponent(qrFile(address))}`,
                  `${link.name}.svg`,
                )
              }
            >
              存二维码
            </Button>
            <IfCan right="coupons.write">
              <Button
                size="small"
                type="text"
                loading={close.isPending}
                onClick={() =>
                  void modal.confirm({
                    title: '收回这个链接？',
                    content: '收回后谁都领不了；已经领到的照样能用。',
                    okText: '收回',
                    cancelText: '先不',
                    onOk: () =>
                      close.mutate(
                        { id: link.id },
                        { onError: (failure) => void message.warning(sentenceOf(failure)) },
                      ),
                  })
                }
              >
                收回
              </Button>
            </IfCan>
          </div>
        )}
      </div>
    </article>
  );
};

/** Links under which people take one each, with the code to print or to post. */
export const LinksTab = ({ coupon }: { coupon: CouponView }) => {
  const [asking, setAsking] = useState(false);
  const links = useApi('coupons', 'links', { id: coupon.id }, { everyMs: 10_000 });
  return (
    <Card
      title="领券链接"
      sub="一个链接一人一张；贴到推文、海报、门店桌贴都行"
      extra={
        coupon.state === 'open' && (
          <IfCan right="coupons.write">
            <Button onClick={() => setAsking(true)}>做一个链接</Button>
          </IfCan>
        )
      }
    >
      {links.isPending && <Bones />}
      {links.error && <Failed failure={links.error} retry={() => void links.refetch()} />}
      {links.data?.items.length === 0 && (
        <Blank title="还没有链接">
          {coupon.state === 'open' ? '做一个，发到想发的地方。' : '开始发放以后才能做链接。'}
        </Blank>
      )}
      {links.data?.items.map((link) => (
        <Link key={link.id} link={link} />
      ))}
      <NewLink coupon={coupon} open={asking} onClose={() => setAsking(false)} />
    </Card>
  );
};
