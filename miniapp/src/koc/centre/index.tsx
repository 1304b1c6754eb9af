import { KOC_TIER_NAMES } from '@kouyi/shared/types';
import type { AnswerOf } from '@/api/routes';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { copyText } from '@/platform/clipboard';
import { Notice, Tag } from '@/ui/card';
import { Box, Heading, Tap, Words } from '@/ui/elements';
import { say } from '@/ui/line';
import { Page } from '@/ui/page';
import { Skeleton } from '@/ui/skeleton';
import { Shown } from '@/ui/states';
import { fullDate } from '@/words/time';
import { useFresh } from '@/api/use-fresh';
import { Doors, KOC_DOORS, MEMBER_DOORS } from './doors';
import { Moves } from './moves';
import { Path } from './path';
import { Standing } from './standing';
import { Today, useTodayParts } from './today';
import './index.scss';

type Centre = AnswerOf<'member.kocCentre'>;

/** KOC 中心: for a KOC what to do today and how I stand; for everybody else the way there, as an invitation. */
export default function KocCentre() {
  const asked = useAnswer('member.kocCentre', {}, { on: session() !== undefined });
  useFresh(asked.refresh);
  return (
    <Page title="KOC 中心">
      <Shown asked={asked} skeleton={COMING}>
        {(centre) =>
          centre.koc ? <ForKoc centre={centre} koc={centre.koc} /> : <OnTheWay centre={centre} />
        }
      </Shown>
    </Page>
  );
}

/** What today holds comes in two steps, which look the same. */
const COMING = { rows: 7 };

const ForKoc = ({ centre, koc }: { centre: Centre; koc: NonNullable<Centre['koc']> }) => {
  const parts = useTodayParts();
  // All or nothing: what came later would push away what is about to be tapped.
  if (parts.coming) return <Skeleton {...COMING} />;
  return (
    <>
      <Box className="koc-head">
        <Box className="koc-who">
          <Heading level={2} className="koc-tier">
            {`${KOC_TIER_NAMES[koc.tier]} KOC`}
          </Heading>
          <Box className="koc-line">{`${fullDate(koc.since)}起，谢谢你`}</Box>
        </Box>
        <Tap className="koc-code" onTap={() => void copyCode(koc.code)} label={`推荐码 ${koc.code}，复制`}>
          <Box className="koc-line">推荐码</Box>
          <Words className="koc-code-text">{koc.code}</Words>
        </Tap>
      </Box>
      {centre.warning ? <Notice tone="warn">{centre.warning.words}</Notice> : null}
      <Today parts={parts} />
      <Doors doors={KOC_DOORS} />
      {centre.standing ? <Standing standing={centre.standing} /> : null}
      <Path centre={centre} />
      <Moves moves={centre.moves} />
    </>
  );
};

const copyCode = async (code: string): Promise<void> => {
  if (await copyText(code)) say('推荐码复制好了，朋友下单时填上就算你的。', 'good');
  else say(`没复制上，把「${code}」念给朋友也行。`, 'warn');
};

const OnTheWay = ({ centre }: { centre: Centre }) => {
  const next = centre.path.find((step) => !step.reached);
  return (
    <>
      <Box className="koc-head">
        <Box className="koc-who">
          {centre.stage === 'none' ? null : (
            <Tag tone="good">
              {`你在「${centre.path.find(({ stage }) => stage === centre.stage)?.name ?? ''}」`}
            </Tag>
          )}
          <Heading level={2} className="koc-tier">
            {next?.stage === 'koc' ? '就差最后一步' : '先真心喜欢，再告诉朋友'}
          </Heading>
          <Box className="koc-line">
            KOC
            是店里最信得过的顾客：有自己的群、自己的权益，朋友通过你下单还有佣金。照平常的样子来就好，走到了会邀请你。
          </Box>
        </Box>
      </Box>
      {centre.warning ? <Notice tone="warn">{centre.warning.words}</Notice> : null}
      <Path centre={centre} />
      {centre.standing ? <Standing standing={centre.standing} /> : null}
      <Doors doors={MEMBER_DOORS} />
      <Moves moves={centre.moves} />
    </>
  );
};
