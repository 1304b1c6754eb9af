import type { CouponView } from '@kouyi/shared/contracts';
import { Button } from 'antd';
import { useState } from 'react';
import { useApi } from '../api';
import { IfCan } from '../app/session';
import { Bones } from '../ui/Bones';
import { Blank, Card, Failed } from '../ui/pieces';
import { LinkRow } from './LinkRow';
import { NewLink } from './NewLink';

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
        <LinkRow key={link.id} link={link} />
      ))}
      <NewLink coupon={coupon} open={asking} onClose={() => setAsking(false)} />
    </Card>
  );
};
