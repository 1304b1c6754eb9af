import { COMMISSION_STATE_NAMES, KOC_TIER_NAMES } from '@kouyi/shared/types';
import { yuan } from '@kouyi/shared/rules/money';
import { useState } from 'react';
import { nowMs } from '@/api/now';
import type { AnswerOf } from '@/api/routes';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { usePages } from '@/api/use-pages';
import { copyText } from '@/platform/clipboard';
import { go, PAGES } from '@/platform/navigate';
import { useDidShow, usePull } from '@/platform/page';
import { QuietButton, TakeButton } from '@/ui/buttons';
import { Card, CardHead, Notice, Tag } from '@/ui/card';
import { Chips } from '@/ui/chips';
import { Box } from '@/ui/elements';
import { Facts } from '@/ui/facts';
import { say } from '@/ui/line';
import { List, Row } from '@/ui/list';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { figure } from '@/words/say';
import { dayAndClock, dayWord } from '@/words/time';
import './index.scss';

type Earnings = AnswerOf<'member.earnings'>;
type Line = AnswerOf<'member.earningLines'>['items'][number];

/** 我的收益: what waits, what may be withdrawn, what was paid, day by day and order by order, with the reason. */
export default function EarningsPage() {
  const asked = useAnswer('member.earnings', {}, { on: session() !== undefined });
  const { refresh } = asked;
  useDidShow(() => {
    if (session()) void refresh();
  });
  usePull(refresh);
  return (
    <Page title="我的收益">
      <Shown asked={asked}>
        {(value) => (value.koc ? <Known value={value} /> : <NotYet value={value} />)}
      </Shown>
    </Page>
  );
}

const NotYet = ({ value }: { value: Earnings }) => (
  <>
    <Empty
      title="你还不是 KOC"
      line="常来、常分享、常帮群友，店里会邀请你；成为 KOC 后，带来的每一单都写在这里。"
    >
      <QuietButton onTap={() => go(PAGES.koc)}>看看我走到哪一步了</QuietButton>
    </Empty>
    {value.availableFen !== 0 || value.paidFen !== 0 ? <Sums value={value} /> : null}
  </>
);

const Known = ({ value }: { value: Earnings }) => (
  <>
    <Sums value={value} />
    <Days days={value.days} />
    <Code value={value} />
    <Orders />
    <Notice tone="quiet">{value.rules}</Notice>
  </>
);

const Sums = ({ value }: { value: Earnings }) => (
  <Card>
    <CardHead title="可提现" aside={value.koc ? KOC_TIER_NAMES[value.koc.tier] : undefined} />
    <Box className="big-number">
      <Box className="big-number-figure">{`¥${yuan(value.availableFen)}`}</Box>
    </Box>
    <Box className="earn-parts">
      <Part name="待到账" fen={value.pendingFen} />
      <Part name="提现中" fen={value.payingFen} />
      <Part name="已提现" fen={value.paidFen} />
    </Box>
    <TakeButton onTap={() => go(PAGES.withdraw)}>提现</TakeButton>
  </Card>
);

const Part = ({ name, fen }: { name: string; fen: number }) => (
  <Box className="earn-part">
    <Box className="earn-part-value">{yuan(fen)}</Box>
    <Box>{name}</Box>
  </Box>
);

/** Thirty bars, the highest as high as the card; the figures stand in the list below. */
const Days = ({ days }: { days: Earnings['days'] }) => {
  const most = Math.max(0, ...days.map((day) => day.fen));
  const [first, last] = [days[0], days[days.length - 1]];
  if (!first || !last || most === 0) return null;
  const best = days.reduce((a, b) => (b.fen > a.fen ? b : a));
  return (
    <Card>
      <CardHead title="最近 30 天" aside={`${dayWord(best.day, nowMs())}最多，${yuan(best.fen)} 元`} />
      <Box
        role="img"
        className="earn-days"
        label={`最近 30 天的收益，最多的是${dayWord(best.day, nowMs())}，${yuan(best.fen)} 元`}
      >
        {days.map((day) => (
          <Box
            key={day.day}
            silent
            className={day.fen > 0 ? 'earn-day' : 'earn-day earn-day-none'}
            style={{ height: `${Math.max(2, Math.round((Math.max(0, day.fen) / most) * 100))}%` }}
          />
        ))}
      </Box>
      <Box className="earn-days-ends" silent>
        <Box>{dayWord(first.day, nowMs())}</Box>
        <Box>{dayWord(last.day, nowMs())}</Box>
      </Box>
    </Card>
  );
};

const Code = ({ value: { koc } }: { value: Earnings }) => {
  if (!koc) return null;
  const copy = (): void =>
    void copyText(koc.code).then((done) =>
      done ? say('推荐码复制好了。', 'good') : say('没复制上，念给朋友也行。', 'warn'),
    );
  return (
    <Card>
      <CardHead title="我的推荐码" />
      <Box className="earn-code">{koc.code}</Box>
      <QuietButton onTap={copy}>复制，发给朋友</QuietButton>
    </Card>
  );
};

const SHOWS = [
  ['all', '全部'],
  ['pending', '待到账'],
  ['available', '已到账'],
  ['void', '已取消'],
] as const;

const Orders = () => {
  const [show, setShow] = useState<(typeof SHOWS)[number][0]>('all');
  const pages = usePages('member.earningLines', show === 'all' ? {} : { state: show });
  return (
    <>
      <Chips label="看哪些订单" options={SHOWS} chosen={show} onPick={setShow} />
      <Shown asked={pages.first}>
        {() =>
          pages.items.length === 0 ? (
            <Notice tone="quiet">还没有这样的订单。朋友用你的码或链接下单，几秒后就会出现。</Notice>
          ) : (
            <>
              <Card>
                <CardHead title="每一单" aside={`${figure(pages.items.length)} 单`} />
                <List label="每一单">
                  {pages.items.map((line) => (
                    <OrderRow key={`${line.orderId} ${line.level}`} line={line} />
                  ))}
                </List>
              </Card>
              <ListEnd pages={pages} />
            </>
          )
        }
      </Shown>
    </>
  );
};

const OrderRow = ({ line }: { line: Line }) => (
  <Row
    title={`${line.keptFen < 0 ? '' : '+'}${yuan(line.keptFen)} 元`}
    line={
      <>
        <Box>
          <Facts line={`${dayAndClock(line.at, nowMs())} · 实付 ${yuan(line.paidFen)} 元`} />
        </Box>
        <Box>{line.words}</Box>
      </>
    }
    aside={<Tag tone={TONES[line.state]}>{COMMISSION_STATE_NAMES[line.state]}</Tag>}
  />
);

const TONES = { pending: 'info', available: 'good', void: 'quiet' } as const;
