import { KOC_TIER_NAMES } from '@kouyi/shared/types';
import { yuan } from '@kouyi/shared/rules/money';
import type { AnswerOf } from '@/api/routes';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { useFresh } from '@/api/use-fresh';
import { copyText } from '@/platform/clipboard';
import { go, PAGES } from '@/platform/navigate';
import { QuietButton, TakeButton } from '@/ui/buttons';
import { Card, CardHead, Notice } from '@/ui/card';
import { Box } from '@/ui/elements';
import { say } from '@/ui/line';
import { Page } from '@/ui/page';
import { Parts } from '@/ui/parts';
import { Empty, Shown } from '@/ui/states';
import { Days } from './days';
import { Missing } from './missing';
import { Orders } from './orders';
import './index.scss';

type Earnings = AnswerOf<'member.earnings'>;

/** 我的收益: what waits, what may be withdrawn, what was paid, day by day and order by order, with the reason. */
export default function EarningsPage() {
  const asked = useAnswer('member.earnings', {}, { on: session() !== undefined });
  const { refresh } = asked;
  useFresh(refresh);
  return (
    <Page title="我的收益">
      <Shown asked={asked} skeleton={{ figure: true, cards: 1 }}>
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
    <Missing />
    <Notice tone="quiet">{value.rules}</Notice>
    <Orders />
  </>
);

const Sums = ({ value }: { value: Earnings }) => (
  <Card>
    <CardHead title="可提现" aside={value.koc ? KOC_TIER_NAMES[value.koc.tier] : undefined} />
    <Box className="big-number">
      <Box className="big-number-figure">{`¥${yuan(value.availableFen)}`}</Box>
    </Box>
    <Parts
      of={[
        ['待到账', yuan(value.pendingFen)],
        ['提现中', yuan(value.payingFen)],
        ['已提现', yuan(value.paidFen)],
      ]}
    />
    <TakeButton onTap={() => go(PAGES.withdraw)}>提现</TakeButton>
  </Card>
);

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
