import type { MemberBox } from '@kouyi/shared/contracts';
import { cardPicture } from '@/api/picture';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { useFresh } from '@/api/use-fresh';
import { usePoll } from '@/api/use-poll';
import { boxPage, go, PAGES, verifyPage } from '@/platform/navigate';
import { useQuery } from '@/platform/page';
import { useShareCard } from '@/platform/share';
import { BrokenLink } from '@/ui/broken-link';
import { BigNumber } from '@/ui/big-number';
import { Bubbles } from '@/ui/bubbles';
import { TextButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Box, Heading, Words } from '@/ui/elements';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { figure } from '@/words/say';
import { BoxState } from '../box-state';
import { insideOf } from '../inside-of';
import { Foot } from './foot';
import { Odds } from './odds';
import { Opened } from './opened';
import { useOpening } from './use-opening';
import './index.scss';

const POLL_MS = 6_000;

/** One box: my chances, the odds of every prize, the guarantee and the rules; then the button. */
export default function BoxPage() {
  const { id = '' } = useQuery();
  const signedIn = session() !== undefined;
  const asked = useAnswer('member.box', { id }, { on: signedIn && id !== '' });
  const { refresh, value: box } = asked;
  const opening = useOpening(id, refresh);
  useFresh(refresh);
  usePoll(asked, POLL_MS, signedIn && box?.openNow === true);
  useShareCard({
    title: box ? insideOf(box) : '开盲盒，概率都写明了',
    path: id ? boxPage(id) : PAGES.boxes,
    about: 'box',
    picture: box ? cardPicture('box', id) : undefined,
  });
  if (!id) return <BrokenLink title="开盲盒" from="盲盒" page={PAGES.boxes} />;
  return (
    <Page title="开盲盒" foot={box ? <Foot box={box} opening={opening} refresh={refresh} /> : undefined}>
      <Shown asked={asked}>
        {(value) => (
          <>
            <Head box={value} />
            <Odds box={value} />
            {value.guarantee ? <Guarantee guarantee={value.guarantee} /> : null}
            <Rules box={value} />
            <Fair box={value} />
          </>
        )}
      </Shown>
      {opening.result ? <Opened result={opening.result} opening={opening} /> : null}
    </Page>
  );
}

const Head = ({ box }: { box: MemberBox }) => (
  <Card>
    <BoxState box={box} />
    <Heading level={2} className="box-name">
      {box.name}
    </Heading>
    <Box className="box-line">{box.line}</Box>
    <Box className="box-chances">
      {box.chances > 0 ? (
        <BigNumber value={box.chances} meaning="次机会，可以开" aside={leftToday(box)} />
      ) : (
        <BigNumber value={0} meaning="次机会" />
      )}
    </Box>
  </Card>
);

const leftToday = ({ limits }: MemberBox): string | undefined => {
  if (limits.perPersonPerDayLeft !== undefined) return `今天还能开 ${figure(limits.perPersonPerDayLeft)} 次`;
  return limits.perPersonLeft === undefined ? undefined : `还能开 ${figure(limits.perPersonLeft)} 次`;
};

/** How many bubbles tell better than a sentence. */
const MOST_BUBBLES = 50;

/** 保底: how far it is, one bubble a draw without a win. */
const Guarantee = ({ guarantee }: { guarantee: NonNullable<MemberBox['guarantee']> }) => {
  const { afterDraws, misses, drawsLeft, prizeName } = guarantee;
  const words =
    drawsLeft <= 1
      ? `下一次必得「${prizeName}」或更好的`
      : `最多再开 ${figure(drawsLeft)} 次，必得「${prizeName}」或更好的`;
  return (
    <Card>
      <CardHead title="保底" aside={`${figure(misses)} / ${figure(afterDraws)}`} />
      <Box className="box-guarantee">{words}</Box>
      {afterDraws <= MOST_BUBBLES ? (
        <Bubbles filled={misses} total={afterDraws} label={`已经 ${misses} 次没中，${words}`} />
      ) : null}
      <Box className="box-line">连续没中才计数，中一次就重新数。</Box>
    </Card>
  );
};

const Rules = ({ box }: { box: MemberBox }) => (
  <Card>
    <CardHead title="开之前要知道的" />
    <Box role="list">
      {box.rules.map((line) => (
        <Box key={line} className="box-rule" role="listitem">
          {line}
        </Box>
      ))}
    </Box>
  </Card>
);

/** What was promised before the first draw, and where it can be checked. */
const Fair = ({ box }: { box: MemberBox }) => (
  <Card>
    <CardHead title="没人能动手脚" aside={box.round ? `第 ${figure(box.round.number)} 轮` : undefined} />
    <Box className="box-line">
      {box.round
        ? '开这一轮之前，结果的来源就已经锁定，锁定的凭证公布在下面。这一轮结束后公开来源，谁都能把每一次重新算一遍。'
        : '开轮之前，结果的来源就会锁定并公布凭证；结束后公开来源，谁都能重新算一遍。'}
    </Box>
    {box.round ? (
      <Box className="code">
        <Words selectable>{box.round.commitment}</Words>
      </Box>
    ) : null}
    <TextButton onTap={() => go(verifyPage(box.id))}>怎么验证 ›</TextButton>
  </Card>
);
