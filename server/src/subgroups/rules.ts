import { type GroupHealthLevel, SUB_GROUP_STATE_NAMES, type SubGroupState } from '@kouyi/shared/types';
import { refusals } from '../kernel/refusals';
import { stateTable } from '../kernel/states';

export const refuse = refusals({
  not_a_koc: { zh: '只有在任的 KOC 才能这样做。', en: 'not an active KOC' },
  sub_groups_most: { zh: '一位 KOC 最多同时带 {most} 个子群，先结束一个再开。', en: 'too many sub-groups' },
  sub_group_blacklisted: {
    zh: '这个账号暂时不能进群或建群，有疑问请联系品牌的伙伴。',
    en: 'person is blacklisted',
  },
  sub_group_code_unknown: {
    zh: '没有这个入群码，核对一下：6 位字母和数字。',
    en: 'no sub-group has this code',
    status: 404,
  },
  sub_group_closed: { zh: '这个子群现在不能进，问问邀请你的人。', en: 'sub-group is not open', status: 409 },
  sub_group_qr_none: { zh: '这个群没有上传二维码。', en: 'no QR code', status: 404 },
  group_taken: { zh: '这个群已经是另一个子群了，换一个。', en: 'group is a sub-group already', status: 409 },
  join_way_missing: {
    zh: '真实的群要给出进群的路：上传群二维码，或填进群链接。',
    en: 'neither QR code nor link',
  },
  same_koc: { zh: '这个子群本来就是 TA 在带。', en: 'same KOC' },
  not_a_candidate: { zh: '这位成员现在不合适当 KOC，刷新看看最新的名单。', en: 'not a candidate' },
  key_used_differently: {
    zh: '这个请求编号已经用于另一次操作。刷新页面再试。',
    en: 'request key reused with another input',
    status: 409,
  },
});

/** A sub-group only ever moves along these lines. */
export const subGroupStates = stateTable<SubGroupState>(
  {
    requested: ['open', 'declined', 'closed'],
    open: ['adrift', 'closed'],
    adrift: ['open', 'closed'],
    closed: [],
    declined: [],
  },
  SUB_GROUP_STATE_NAMES,
);

/** A KOC runs so many at once: more than that nobody can keep warm. */
export const SUB_GROUPS_MOST = 5;
/** Prospects for whom there should be one KOC (the 200:10 rule). */
const PROSPECTS_A_KOC = 20;
/** How many candidates are named beyond those who are missing, and how many at most: one asks one after another. */
const SPARE_CANDIDATES = 2;
const MOST_CANDIDATES = 6;
/** Days on which a candidate took part, at least, of the last thirty. */
export const CANDIDATE_DAYS = 3;
/** How far back candidates are looked at. */
export const CANDIDATE_WINDOW_DAYS = 30;

/** What the health of a group follows from; numbers of the last seven days. */
export interface HealthFacts {
  readonly members: number;
  readonly active: number;
  readonly messages: number;
  readonly left: number;
}

/** How a part of the score is earned: all of it at this value. */
const ACTIVE = { points: 60, fullShare: 0.4 };
const TALK = { points: 25, fullPerMember: 1 };
const STAY = { points: 15, noneShare: 0.1 };
const WARM_FROM = 70;
const STEADY_FROM = 40;

const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** How alive a group is: 0–100, with the sum in words and what would help most. */
export function healthOf({ members, active, messages, left }: HealthFacts) {
  const size = Math.max(1, members);
  const activePoints = Math.round(ACTIVE.points * Math.min(1, active / size / ACTIVE.fullShare));
  const talkPoints = Math.round(TALK.points * Math.min(1, messages / size / TALK.fullPerMember));
  const stayPoints = Math.round(STAY.points * Math.max(0, 1 - left / (size + left) / STAY.noneShare));
  const score = activePoints + talkPoints + stayPoints;
  const level: GroupHealthLevel = score >= WARM_FROM ? 'warm' : score >= STEADY_FROM ? 'steady' : 'cool';
  const lacks = [
    { lack: ACTIVE.points - activePoints, tip: '先发一个扣 1 就能参加的活动，让更多人动一下。' },
    { lack: TALK.points - talkPoints, tip: '聊起来：问一个谁都答得上的小问题，先回应第一个开口的人。' },
    { lack: STAY.points - stayPoints, tip: '有人退群了：少发链接，多说真实的使用感受。' },
  ].sort((a, b) => b.lack - a.lack);
  return {
    score,
    level,
    words: `近 7 天 ${members} 人里有 ${active} 人说过话或参加过活动，一共 ${messages} 条消息，${
      left === 0 ? '没有人退群' : `退群 ${left} 人`
    }。`,
    formula: `活跃 ${active}/${members} 人得 ${activePoints} 分（到 ${percent(ACTIVE.fullShare)} 得满 ${
      ACTIVE.points
    } 分）＋ 消息 ${messages} 条得 ${talkPoints} 分（人均 ${TALK.fullPerMember} 条得满 ${
      TALK.points
    } 分）＋ 留存得 ${stayPoints} 分（没人退得满 ${STAY.points} 分，退了 ${percent(
      STAY.noneShare,
    )} 得 0 分）＝ ${score} 分`,
    tip: lacks[0]!.lack === 0 ? '保持现在的节奏就好。' : lacks[0]!.tip,
  };
}

/** How many KOCs a group of so many prospects should have. */
export const kocsWanted = (prospects: number): number => Math.floor(prospects / PROSPECTS_A_KOC);

/** What is known of somebody who might become a KOC. */
export interface CandidateFacts {
  readonly personId: string;
  /** Days of the window on which they took part in the group. */
  readonly days: number;
  readonly brought: number;
  /** On the blacklist, or put there before. */
  readonly atRisk: boolean;
  readonly dismissed: boolean;
}

/** Whom to ask, the best first: who takes part on enough days, and nobody at risk or turned down lately. */
export const bestCandidates = <C extends CandidateFacts>(facts: readonly C[], missing: number): C[] =>
  facts
    .filter(({ days, atRisk, dismissed }) => days >= CANDIDATE_DAYS && !atRisk && !dismissed)
    .sort(
      (a, b) =>
        // Somebody who was brought weighs as much as three days of coming.
        b.days + 3 * b.brought - (a.days + 3 * a.brought) || (a.personId < b.personId ? -1 : 1),
    )
    .slice(0, missing <= 0 ? 0 : Math.min(MOST_CANDIDATES, missing + SPARE_CANDIDATES));

/** Why somebody is named, in one line. */
export const candidateInWords = ({ days, brought }: { days: number; brought: number }): string =>
  `近 ${CANDIDATE_WINDOW_DAYS} 天有 ${days} 天在这个群参加活动，${
    brought > 0 ? `带来过 ${brought} 个人，` : ''
  }没有风险记录。`;

/** Why a group is suggested, in one line. */
export const suggestionInWords = (row: { prospects: number; kocs: number; wanted: number }): string =>
  `${row.prospects} 位群友，每 ${PROSPECTS_A_KOC} 位配 1 位 KOC，应有 ${row.wanted} 位，现在 ${row.kocs} 位。`;
