import { useState } from 'react';
import { nowMs } from '@/api/now';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { PAGES } from '@/platform/navigate';
import { useQuery } from '@/platform/page';
import { usePull } from '@/platform/pull';
import { BrokenLink } from '@/ui/broken-link';
import { Card, CardHead, Notice } from '@/ui/card';
import { Chips } from '@/ui/chips';
import { Box, Words } from '@/ui/elements';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { figure } from '@/words/say';
import { dayAndClock } from '@/words/time';
import { checkCommitment, checkDraw, checkNumbers, type Fairness, type Verdict } from './check';
import { ClientSeed } from './client-seed';
import { ElsewhereToo } from './elsewhere';
import './index.scss';

/** How many rounds can be picked; older ones are reached from one's own draws. */
const ROUNDS_SHOWN = 6;

/** 验证: recomputes every draw of mine on this phone, from what was locked in before and revealed after. */
export default function Verify() {
  const { id = '', round } = useQuery();
  const [roundId, setRoundId] = useState(round);
  const asked = useAnswer(
    'member.fairness',
    { id, ...(roundId ? { roundId } : {}) },
    { on: session() !== undefined && id !== '' },
  );
  usePull(asked.refresh);
  if (!id) return <BrokenLink title="验证" from="我的开盒记录" page={PAGES.boxes} />;
  return (
    <Page title="验证">
      <Shown asked={asked}>
        {(fairness) => (
          <>
            {fairness.rounds.length > 1 ? (
              <Chips
                label="看哪一轮"
                options={fairness.rounds
                  .slice(0, ROUNDS_SHOWN)
                  .map((one) => [one.id, `第 ${figure(one.number)} 轮`] as const)}
                chosen={fairness.round.id}
                onPick={setRoundId}
              />
            ) : null}
            <Round fairness={fairness} />
            <MyDraws fairness={fairness} />
            <ClientSeed
              boxId={id}
              seed={fairness.myClientSeed}
              onChanged={(myClientSeed) => asked.replace({ ...fairness, myClientSeed })}
            />
            <ElsewhereToo round={fairness.round} />
          </>
        )}
      </Shown>
    </Page>
  );
}

const Round = ({ fairness }: { fairness: Fairness }) => {
  const { round, boxName } = fairness;
  const verdict = checkCommitment(fairness);
  return (
    <Card className="verify-round">
      <CardHead title={`${boxName} · 第 ${figure(round.number)} 轮`} aside={`${figure(round.draws)} 次`} />
      <Box className="verify-line">
        {`${dayAndClock(round.openedAt, nowMs())} 开轮${round.closedAt ? `，${dayAndClock(round.closedAt, nowMs())} 结束` : '，还在进行'}`}
      </Box>
      <Fact name="凭证（开轮前公布）" value={round.commitment} />
      {round.serverSeed ? (
        <Fact name="种子（结束后公开）" value={round.serverSeed} />
      ) : (
        <Notice tone="info">这一轮还没结束，种子要等结束才公开。结束后回来，这里会当场重算。</Notice>
      )}
      <Result verdict={verdict} rightWords="种子和开轮前的凭证对得上，没有换过。" />
    </Card>
  );
};

const MyDraws = ({ fairness }: { fairness: Fairness }) => {
  const { mine, round } = fairness;
  const numbers = checkNumbers(fairness);
  const verdicts = mine.map((draw) => checkDraw(fairness, draw));
  const rightOnes = verdicts.filter(({ state }) => state === 'right').length;
  return (
    <Card>
      <CardHead
        title="我在这一轮的每一次"
        aside={round.serverSeed ? `${figure(rightOnes)} / ${figure(mine.length)} 对得上` : undefined}
      />
      {mine.length === 0 ? <Box className="verify-line">这一轮我没有开过。</Box> : null}
      <Box role="list">
        {mine.map((draw, i) => {
          const verdict: Verdict = verdicts[i] ?? { state: 'waits' };
          return (
            <Box key={draw.drawId} className="verify-draw" role="listitem">
              <Words className={`verify-sign verify-sign-${verdict.state}`}>{SIGNS[verdict.state]}</Words>
              <Box className="verify-what">
                <Box className="verify-prize">{draw.prize.name + (draw.guaranteed ? '（保底）' : '')}</Box>
                <Box className="verify-line">
                  {`第 ${figure(draw.proof.nonce)} 次 · 本轮第 ${figure(draw.proof.seq)} 位 · 概率第 ${figure(draw.proof.oddsVersion)} 版`}
                </Box>
                <Box className="verify-line">{`我的种子 ${draw.proof.clientSeed}`}</Box>
                {verdict.state === 'wrong' ? <Box className="verify-wrong">{verdict.why}</Box> : null}
              </Box>
            </Box>
          );
        })}
      </Box>
      {mine.length > 0 ? (
        <Result verdict={numbers} rightWords="次数从 1 连着数，一次不多，一次不少。" />
      ) : null}
    </Card>
  );
};

const SIGNS: Record<Verdict['state'], string> = { right: '✓', wrong: '✗', waits: '…' };

const Result = ({ verdict, rightWords }: { verdict: Verdict; rightWords: string }) => {
  if (verdict.state === 'waits') return null;
  return (
    <Box className={`verify-result verify-result-${verdict.state}`} role="status">
      {verdict.state === 'right'
        ? `✓ ${rightWords}`
        : `✗ ${verdict.why}截图发给店员，或用下面的办法请别人再查。`}
    </Box>
  );
};

const Fact = ({ name, value }: { name: string; value: string }) => (
  <>
    <Box className="verify-name">{name}</Box>
    <Box className="verify-code">
      <Words selectable>{value}</Words>
    </Box>
  </>
);
