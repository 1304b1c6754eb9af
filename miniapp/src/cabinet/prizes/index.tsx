import type { MemberPrize } from '@kouyi/shared/contracts';
import { PRIZE_STATE_NAMES } from '@kouyi/shared/types';
import { useState } from 'react';
import { nowMs } from '@/api/now';
import { session } from '@/api/session';
import { useFresh } from '@/api/use-fresh';
import { usePages } from '@/api/use-pages';
import { usePoll } from '@/api/use-poll';
import { couponPage, go, PAGES, prizePage } from '@/platform/navigate';
import { QuietButton } from '@/ui/buttons';
import { Card, CardHead, Tag } from '@/ui/card';
import { Chips } from '@/ui/chips';
import { List, Row } from '@/ui/list';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { figure } from '@/words/say';
import { dayWord } from '@/words/time';
import { toneOf } from '../tones';

const SHOWS = [
  ['all', '全部'],
  ['to_do', '待领'],
  ['on_the_way', '在途'],
  ['done', '到手'],
  ['over', '过期'],
] as const;
type Show = (typeof SHOWS)[number][0];

const NONE: Record<Show, string> = {
  all: '开盲盒中了什么，都会放在这里，领取、物流、自提也在这里办。',
  to_do: '没有等你领的奖品。',
  on_the_way: '没有正在路上的奖品。',
  done: '还没有到手的奖品。',
  over: '没有过期的奖品，都及时领了。',
};

const POLL_MS = 5_000;

/** 奖品柜: what I won, and what is to be done about it. */
export default function Prizes() {
  const [show, setShow] = useState<Show>('all');
  const pages = usePages('member.cabinet', { show });
  useFresh(pages.refresh, pages.restart);
  // What was won a moment ago is put here behind the draw: whoever is quicker sees it come.
  usePoll(pages.first, POLL_MS, session() !== undefined && !pages.past);
  return (
    <Page title="奖品柜">
      <Chips label="看哪些奖品" options={SHOWS} chosen={show} onPick={setShow} />
      <Shown asked={pages.first} skeleton={{ rows: 5 }}>
        {({ toDo }) =>
          pages.items.length === 0 ? (
            <Empty title="这里还是空的" line={NONE[show]}>
              <QuietButton onTap={() => go(PAGES.boxes)}>看看有哪些盲盒</QuietButton>
            </Empty>
          ) : (
            <>
              <Card>
                <CardHead title="我的奖品" aside={toDo > 0 ? `${figure(toDo)} 件等你领` : '没有要领的'} />
                <List label="我的奖品">
                  {pages.items.map((prize) => (
                    <Row
                      key={prize.id}
                      title={prize.name}
                      line={`${prize.line} · ${dayWord(prize.wonAt, nowMs())}`}
                      aside={<Tag tone={toneOf(prize.state)}>{PRIZE_STATE_NAMES[prize.state]}</Tag>}
                      onTap={() => go(pageOf(prize))}
                    />
                  ))}
                </List>
              </Card>
              <ListEnd pages={pages} />
            </>
          )
        }
      </Shown>
    </Page>
  );
}

const pageOf = (prize: MemberPrize): string => {
  if (prize.kind === 'points') return PAGES.points;
  if (prize.myCouponId) return couponPage(prize.myCouponId);
  return prizePage(prize.id);
};
