import { percent } from '../ui/number';

/** How far one version of a questionnaire got. */
interface Run {
  version: number;
  started: number;
  completed: number;
}

/** From so many who began on, a share says something. */
const ENOUGH = 30;
/** Standard errors to either side within which 95 of 100 such differences lie. */
const Z_95 = 1.96;

const points = (share: number): string => `${(share * 100).toFixed(1)} 个百分点`;

/**
 * What may be said of two versions that are compared: which is finished more often, or that nobody can tell yet. The
 * 95% interval of the difference of two shares, by the normal approximation (Agresti & Caffo 2000: with one success and
 * one failure added to each, so that it also holds for few people and for shares near 0 and 1).
 */
export const compareRuns = (one: Run, other: Run): string => {
  const few = [one, other].find(({ started }) => started < ENOUGH);
  if (few) return `第 ${few.version} 版才 ${few.started} 人开始，每版到 ${ENOUGH} 人再看高低。`;
  const [a, b] = [one, other].map(({ started, completed }) => {
    const n = started + 2;
    const share = (completed + 1) / n;
    return { share, variance: (share * (1 - share)) / n };
  }) as [{ share: number; variance: number }, { share: number; variance: number }];
  const margin = Z_95 * Math.sqrt(a.variance + b.variance);
  const apart = Math.abs(a.share - b.share);
  const shares = `第 ${one.version} 版 ${percent(one.completed, one.started)}，第 ${other.version} 版 ${percent(other.completed, other.started)}`;
  if (apart <= margin) return `${shares}：差得不多，可能只是碰巧，再等一等。`;
  const better = a.share > b.share ? one : other;
  return `第 ${better.version} 版答完的更多（${shares}）：九成五的把握，差在 ${points(apart - margin)} 到 ${points(apart + margin)} 之间。`;
};
