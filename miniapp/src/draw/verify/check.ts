/**
 * Checks a closed round on the phone, with the very code that drew: that the revealed seed is the one that was locked
 * in, and that each of one's own draws comes out again.
 */
import { commitmentOf, drawnPrize } from '@kouyi/shared/rules/draw';
import type { AnswerOf } from '../../api/routes';

/** A round with one's own draws, as the server tells it. */
export type Fairness = AnswerOf<'member.fairness'>;
type Draw = Fairness['mine'][number];

/** What became of one check. `waits`: the seed is not revealed yet. */
export type Verdict = { state: 'right' } | { state: 'waits' } | { state: 'wrong'; why: string };

const right: Verdict = { state: 'right' };
const wrong = (why: string): Verdict => ({ state: 'wrong', why });

/** Whether seed, round and pool are those that the commitment locked in before the first draw. */
export const checkCommitment = ({ round }: Fairness): Verdict => {
  const { serverSeed, id: roundId, poolText, commitment } = round;
  if (serverSeed === undefined) return { state: 'waits' };
  return commitmentOf({ serverSeed, roundId, poolText }) === commitment
    ? right
    : wrong('公开的种子和开轮前锁定的凭证对不上。');
};

/** One prize in the text of a pool: id, weight, stock, whether it is a win. */
const PRIZE_LINE = /^(\S+) (\d+) (?:\d+|-) (win|none)$/;

/** What of the pool that was locked in is needed to check a draw. */
const poolOf = (poolText: string) => {
  const lines = poolText.split('\n');
  const prizes = lines.flatMap((line) => {
    const [, id = '', weight, win] = PRIZE_LINE.exec(line) ?? [];
    return weight === undefined ? [] : [{ id, weight: Number(weight), win: win === 'win' }];
  });
  const guarantee = lines.find((line) => line.startsWith('guarantee '))?.split(' ') ?? [];
  return {
    wins: new Set(prizes.filter(({ win }) => win).map(({ id }) => id)),
    total: prizes.reduce((sum, { weight }) => sum + weight, 0),
    guaranteePrizeId: guarantee[1] === '-' ? undefined : guarantee[2],
  };
};

/** Computes one draw anew. */
export const checkDraw = (fairness: Fairness, draw: Draw): Verdict => {
  const { round, odds } = fairness;
  if (round.serverSeed === undefined) return { state: 'waits' };
  const { proof, prize, guaranteed } = draw;
  if (proof.roundId !== round.id || proof.commitment !== round.commitment)
    return wrong('这一次写的凭证不是这一轮的。');
  const version = odds.find((one) => one.version === proof.oddsVersion);
  if (!version) return wrong('当时用的那一版概率没有公布。');
  const pool = poolOf(round.poolText);
  const entries = version.rows.map(({ prizeId, weight }) => ({ prizeId, weight }));
  if (entries.reduce((sum, { weight }) => sum + weight, 0) !== pool.total)
    return wrong('当时那一版概率加起来和锁定的奖池不一样。');
  const drawn = drawnPrize(round.serverSeed, { clientSeed: proof.clientSeed, nonce: proof.nonce }, entries);
  if (guaranteed)
    return !pool.wins.has(drawn) && prize.id === pool.guaranteePrizeId
      ? right
      : wrong('写着保底，但算出来不该是保底。');
  return drawn === prize.id ? right : wrong('重新算出来的奖品和当时给的不一样。');
};

/** Whether one's draws are numbered 1, 2, 3 … without a gap: none was left out, none put in. */
export const checkNumbers = ({ mine }: Fairness): Verdict => {
  const numbers = mine.map(({ proof }) => proof.nonce).sort((a, b) => a - b);
  const gap = numbers.findIndex((nonce, i) => nonce !== i + 1);
  return gap === -1 ? right : wrong(`我的第 ${gap + 1} 次不见了，或者多出了一次。`);
};
