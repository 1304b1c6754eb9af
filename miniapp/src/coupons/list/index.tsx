import { useState } from 'react';
import { usePages } from '@/api/use-pages';
import { useFresh } from '@/api/use-fresh';
import { couponPage, go, PAGES } from '@/platform/navigate';
import { QuietButton } from '@/ui/buttons';
import { Chips } from '@/ui/chips';
import { Tap } from '@/ui/elements';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { Face } from '../face';

const SHOWS = [
  ['usable', '能用的'],
  ['used', '用过的'],
  ['over', '过期的'],
] as const;
type Show = (typeof SHOWS)[number][0];

const NONE: Record<Show, string> = {
  usable: '群里抢到的、盲盒开出来的、别人发给你的券，都会放在这里。',
  used: '用过的券会留在这里，省了多少也写着。',
  over: '没有过期的券。',
};

/** 我的优惠券: what I can use and until when; what I used. */
export default function Coupons() {
  const [show, setShow] = useState<Show>('usable');
  const pages = usePages('member.coupons', { show });
  useFresh(pages.refresh, pages.restart);
  return (
    <Page title="我的优惠券">
      <Chips label="看哪些券" options={SHOWS} chosen={show} onPick={setShow} />
      <Shown asked={pages.first}>
        {() =>
          pages.items.length === 0 ? (
            <Empty title="这里还是空的" line={NONE[show]}>
              <QuietButton onTap={() => go(PAGES.home)}>看看现在有什么</QuietButton>
            </Empty>
          ) : (
            <>
              {pages.items.map((coupon) => (
                <Tap
                  key={coupon.id}
                  className="face-tap"
                  onTap={() => go(couponPage(coupon.id))}
                  label={`${coupon.face.headline}，${coupon.face.name}，打开`}
                >
                  <Face coupon={coupon} />
                </Tap>
              ))}
              <ListEnd pages={pages} />
            </>
          )
        }
      </Shown>
    </Page>
  );
}
