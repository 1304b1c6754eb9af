import type { OutputOf, contracts } from '@kouyi/shared/contracts';
import type { Right } from '@kouyi/shared/types';
import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { type ActivityDoc, activitiesIn, viewsOf } from '../activities';
import { countsFor as careCounts } from '../care';
import { openDisputes } from '../commission';
import { refusedSince } from '../gate';
import type { StaffActor } from '../kernel/actor';
import { openProposals } from '../growth';
import { OutboxRows } from '../kernel/outbox-rows';
import { native } from '../kernel/store';
import { auditRuns } from '../ledger';
import { quarantinedNow } from '../orders';
import { reachFor } from '../org';
import { claimsLate, claimsWaiting } from '../rights';
import { blacklistedByRuleSince } from '../risk';
import { subGroupsWaiting } from '../subgroups';
import { unevenBills, waitingForFinance } from '../payouts';
import { wishesWaiting } from '../wishes';
import { BUDGET_NEARLY_SPENT } from './rules';

type Item = OutputOf<(typeof contracts)['insights']['today']>['attention'][number];
type Look = (actor: StaffActor, facts: { now: Date; running: readonly ActivityDoc[] }) => Promise<Item[]>;

const DAY_MS = 86_400_000;
/** Drafts looked through for a start that comes near. */
const DRAFTS_MAX = 200;

/** One item when there is something to count, none otherwise. */
const when = (count: number, item: Omit<Item, 'count'>): Item[] => (count > 0 ? [{ ...item, count }] : []);

/** A rule may hit somebody it should not: a person looks within two days. */
const blacklisted: Look = async (actor, { now }) =>
  when(await blacklistedByRuleSince(actor, shanghaiInstant(shanghaiDay(now) - 1)), {
    kind: 'blacklist',
    line: '位成员被系统拉黑，看看有没有误伤',
    link: '/risk',
  });

/** What the gate or a channel kept from being said. Counted for the whole brand only. */
const refusedSends: Look = async (actor, { now }) =>
  reachFor(actor, 'gate.read') === undefined
    ? when(await refusedSince(shanghaiInstant(shanghaiDay(now))), {
        kind: 'refused_sends',
        line: '条消息今天没有发出去，看看为什么',
        link: '/outgoing',
      })
    : [];

/** Drafts that should start within a day, or should have started, and were not launched. */
const drafts: Look = async (actor, { now }) => {
  const soon = (await activitiesIn(['draft'], DRAFTS_MAX)).filter(
    ({ startAt, endAt, createdBy }) =>
      startAt.getTime() - now.getTime() < DAY_MS &&
      endAt > now &&
      (reachFor(actor, 'activities.write') === undefined || createdBy === actor.staffId),
  );
  return when(soon.length, {
    kind: 'draft',
    line: '个草稿快到开始时间了，还没有上线',
    link: '/activities?state=draft',
  });
};

/** Running activities that have nearly nothing left to give. */
const budgets: Look = async (_actor, { running }) => {
  const limited = running.filter(({ rule }) => rule.limits.budgetPoints);
  const spent = (await viewsOf(limited)).filter(
    ({ rule, pointsGiven }) => pointsGiven >= BUDGET_NEARLY_SPENT * rule.limits.budgetPoints!,
  );
  const [only] = spent;
  return when(spent.length, {
    kind: 'budget',
    line: '个活动的积分预算快用完了',
    link: spent.length === 1 ? `/activities/${only!.id}` : '/activities?state=running',
  });
};

/** Effects that failed too often and wait for a person. */
const failed: Look = async (actor) =>
  reachFor(actor, 'org.write') === undefined
    ? when(await native(OutboxRows).countDocuments({ parked: true }), {
        kind: 'failed',
        line: '个后续处理一直失败，请技术同事看日志',
        link: '/help',
      })
    : [];

/** Balances that did not agree with their entries at the last comparison: nothing is more pressing. */
const ledger: Look = async () => {
  const [last] = await auditRuns(1);
  return when(last?.differences ?? 0, {
    kind: 'ledger',
    line: '处账目对不上，请马上找技术同事核对',
    link: '/ledger',
  });
};

/** Lines of orders that could not be taken. Orders have no branch. */
const poisonLines: Look = async (actor) =>
  reachFor(actor, 'orders.write') === undefined
    ? when(await quarantinedNow(), {
        kind: 'orders',
        line: '行订单没收进来，看看为什么',
        link: '/orders?tab=quarantine',
      })
    : [];

/** Cases about orders: KOCs wait for an answer, or somebody earned on what they bought themself. */
const disputes: Look = async (actor) =>
  reachFor(actor, 'commission.write') === undefined
    ? when(await openDisputes(), {
        kind: 'disputes',
        line: '个订单归属等你裁定',
        link: '/koc/serving?tab=disputes',
      })
    : [];

/** People who could be appointed, and KOCs who fell below the standard: HQ decides. */
const proposals: Look = async (actor) =>
  reachFor(actor, 'koc.write') === undefined
    ? when(await openProposals(), {
        kind: 'growth',
        line: '位等你决定要不要任命，或者要不要结束',
        link: '/koc?tab=proposals',
      })
    : [];

/** Somebody told a wish or a suggestion a day ago and has heard nothing. */
const wishes: Look = async (actor, { now }) =>
  when(await wishesWaiting(actor, new Date(now.getTime() - DAY_MS)), {
    kind: 'wishes',
    line: '条心愿或建议等了一天以上，给个回音',
    link: '/training?tab=wishes',
  });

/** KOCs wait for what was promised, asked for a group or for what their tier brings, or a group lost its KOC. */
const kocsWaiting: Look = async (actor, { now }) =>
  reachFor(actor, 'koc.write') === undefined
    ? [
        ...when(await claimsLate(now), {
          kind: 'rights_late',
          line: '份答应了的权益过了该发的日子，先把它们发了',
          link: '/rights?state=late',
        }),
        ...when(await subGroupsWaiting(), {
          kind: 'sub_groups',
          line: '个子群等你：要建真实的群，或要移交',
          link: '/sub-groups?state=requested',
        }),
        ...when(await claimsWaiting(), {
          kind: 'right_claims',
          line: '份权益申请等你审核或发放',
          link: '/rights',
        }),
      ]
    : [];

/** People wait for their money. */
const withdrawals: Look = async (actor) =>
  reachFor(actor, 'payouts.approve') === undefined
    ? when(await waitingForFinance(), {
        kind: 'payouts',
        line: '笔提现等你审核',
        link: '/payouts',
      })
    : [];

/** What the provider says it paid is not what we say. */
const bills: Look = async (actor) =>
  reachFor(actor, 'payouts.approve') === undefined
    ? when(await unevenBills(), {
        kind: 'bills',
        line: '天的微信账单和我们对不上，逐笔看一下',
        link: '/payouts?tab=reconcile',
      })
    : [];

/** Somebody asked for help: an adviser looks at their own, whoever else may answer at all that wait. */
const care: Look = async (actor) => {
  const { adviser, mine, waiting } = await careCounts(actor);
  return when(adviser ? mine : waiting, {
    kind: 'care',
    line: adviser ? '位顾客在等你回复' : '位顾客在等顾问回复',
    link: '/care',
  });
};

const looks: readonly { right: Right; look: Look }[] = [
  { right: 'ledger.read', look: ledger },
  { right: 'payouts.approve', look: bills },
  { right: 'payouts.approve', look: withdrawals },
  { right: 'org.write', look: failed },
  { right: 'care.write', look: care },
  { right: 'risk.read', look: blacklisted },
  { right: 'activities.read', look: budgets },
  { right: 'commission.write', look: disputes },
  { right: 'koc.write', look: proposals },
  { right: 'koc.write', look: wishes },
  { right: 'koc.write', look: kocsWaiting },
  { right: 'orders.write', look: poisonLines },
  { right: 'activities.write', look: drafts },
  { right: 'gate.read', look: refusedSends },
];

/** What needs a look by this person, the most pressing first: only what their rights let them act on or read. */
export async function attentionFor(actor: StaffActor, facts: Parameters<Look>[1]): Promise<Item[]> {
  const seen = looks.filter(({ right }) => actor.rights.includes(right));
  return (await Promise.all(seen.map(({ look }) => look(actor, facts)))).flat();
}
