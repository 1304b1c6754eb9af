import { nowMs } from '@/api/now';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { useFresh } from '@/api/use-fresh';
import { PAGES } from '@/platform/navigate';
import { useQuery } from '@/platform/page';
import { BrokenLink } from '@/ui/broken-link';
import { Card, CardHead, Notice } from '@/ui/card';
import { Box } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { dayAndClock } from '@/words/time';
import { Face } from '../face';
import { Qr } from '@/cards/qr';

/** One coupon of mine, with its code while it can be used. */
export default function CouponPage() {
  const { id = '' } = useQuery();
  const asked = useAnswer('member.coupon', { id }, { on: session() !== undefined && id !== '' });
  const { refresh } = asked;
  useFresh(refresh);
  if (!id) return <BrokenLink title="优惠券" from="我的优惠券" page={PAGES.coupons} />;
  return (
    <Page title="优惠券">
      <Shown asked={asked}>
        {(coupon) => (
          <>
            <Box className="face-page">
              <Face coupon={coupon} />
            </Box>
            {coupon.usableNow ? (
              <Card>
                <CardHead title="到店出示" />
                <Qr page={coupon.redeemPage} code={coupon.code} />
              </Card>
            ) : (
              <Notice tone="quiet">{whyNot(coupon)}</Notice>
            )}
            <Card>
              <CardHead title="怎么用" />
              <List label="怎么用">
                {coupon.face.lines.map((line) => (
                  <Row key={line} title={line} />
                ))}
                <Row title={`${coupon.source}，${dayAndClock(coupon.at, nowMs())} 到手`} />
              </List>
            </Card>
          </>
        )}
      </Shown>
    </Page>
  );
}

const whyNot = (coupon: {
  state: string;
  validFrom: string;
  redeemedAt?: string;
  storeName?: string;
}): string => {
  if (coupon.state === 'redeemed')
    return `${coupon.redeemedAt ? dayAndClock(coupon.redeemedAt, nowMs()) : ''}${coupon.storeName ? ` 在「${coupon.storeName}」` : ''}用掉了。`;
  if (coupon.state === 'expired') return '已经过期，下次早点用。';
  if (coupon.state === 'revoked') return '这张券作废了，有疑问在群里问店员。';
  return `还没到时间，${dayAndClock(coupon.validFrom, nowMs())} 起可以用。`;
};
