import type { OutputOf, contracts } from '@kouyi/shared/contracts';
import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { GROWTH_STAGES, GROWTH_STANDING_NAMES, GROWTH_STANDINGS } from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { newestPage, type Page, type PageRequest } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { kocsAmong, tierAt } from '../koc';
import { reachFor } from '../org';
import { identitiesOf, nicknames, peopleWithin, personExists } from '../people';
import { together, Tally } from './history';
import { moveView, proposalViews } from './lists';
import {
  Growers,
  type GrowerRow,
  Moves,
  Proposals,
  Reached,
  type ReachRow,
  RulesRows,
  Snapshots,
} from './model';
import { place, type Placed } from './place';
import { growthBook } from './rule-book';
import { isBeyond } from './rules';
import { DEFAULT_GROWTH } from './default-rules';
import { standardInWords } from './standard';
import { amongPeers, standardsOn } from './standing';
import { type Book, conditionsOn, missingInWords, rulesOn } from './stages';

type Centre = OutputOf<(typeof contracts)['member']['kocCentre']>;
const MOVES_SHOWN = 20;
const WEEKS_SHOWN = 53;

/** Everything about somebody's growth as they are now, the same for themself and for staff. */
export async function growthOf(personId: string): Promise<Centre> {
  const at = now();
  const today = shanghaiDay(at);
  const selves = await identitiesOf(personId);
  if (selves.length === 0) throw refuseAnywhere('not_found');
  const [book, rows, kocs, moves] = await Promise.all([
    growthBook(),
    native(Growers)
      .find({ _id: { $in: selves } })
      .toArray(),
    kocsAmong(selves),
    native(Moves)
      .find({ personId: { $in: selves } })
      .sort({ at: -1, _id: -1 })
      .limit(MOVES_SHOWN)
      .toArray(),
  ]);
  const root = selves[0]!;
  const koc = [...kocs.values()].find(({ endedAt }) => !endedAt);
  const row: GrowerRow = rows.find(({ _id }) => _id === root) ?? {
    _id: root,
    history: {},
    stage: 'none',
    since: at,
    book: 0,
  };
  const history = rows.length === 0 ? {} : together(rows.map((each) => each.history));
  const placed = place({ row, history, isKoc: koc !== undefined }, book, today);
  const { warning } = placed;
  return {
    stage: placed.stage,
    ...(warning ? { warning: warningView(warning) } : {}),
    ...(koc ? { koc: { tier: tierAt(koc, at), since: koc.since.toISOString(), code: koc.code } } : {}),
    path: pathOf(placed, history, book, today, moves),
    ...(await standingOf(root, placed, book, today, rows)),
    moves: moves.map(moveView),
  };
}

const warningView = ({ stage, untilDay, missing }: NonNullable<Placed['warning']>) => ({
  stage,
  until: shanghaiInstant(untilDay + 1).toISOString(),
  words: `「${GROWTH_STANDING_NAMES[stage]}」的条件断了：${missing}，就能留住。`,
});

function pathOf(
  { standing, stage: at }: Placed,
  history: GrowerRow['history'],
  book: Book,
  today: number,
  moves: readonly { to: GrowerRow['stage']; from: GrowerRow['stage']; at: Date }[],
): Centre['path'] {
  const { rules } = rulesOn(book, today);
  const tally = new Tally(history);
  const rank = GROWTH_STANDINGS.indexOf(at);
  return GROWTH_STAGES.map((stage, i) => {
    const rule = rules.stages[stage];
    const reached = rank >= i + 1;
    const missing = missingInWords(history, rule, today);
    const state = standing.states[i]!;
    const since = reached ? sinceOf(moves, i + 1) : undefined;
    return {
      stage,
      name: GROWTH_STANDING_NAMES[stage],
      reached,
      ...(since ? { since: since.toISOString() } : {}),
      conditions: conditionsOn(tally, rule, today),
      atLeast: Math.min(rule.atLeast ?? rule.conditions.length, rule.conditions.length),
      words:
        missing === ''
          ? stage === 'koc' && !reached
            ? '条件都达到了，等运营确认。'
            : '条件都达到了。'
          : reached && state.held
            ? `在宽限期里，${missing}，就能留住。`
            : `还差：${missing}。`,
    };
  });
}

/** Since when somebody is in a stage or beyond, without having left it: from the moves, the newest first. */
function sinceOf(
  moves: readonly { to: GrowerRow['stage']; from: GrowerRow['stage']; at: Date }[],
  rank: number,
): Date | undefined {
  return moves.find(
    ({ from, to }) => GROWTH_STANDINGS.indexOf(to) >= rank && GROWTH_STANDINGS.indexOf(from) < rank,
  )?.at;
}

/** The standard, for whoever shares or has reached somebody: the others have nothing to be measured by. */
async function standingOf(
  personId: string,
  { stage }: Placed,
  book: Book,
  today: number,
  rows: readonly GrowerRow[],
): Promise<Pick<Centre, 'standing'>> {
  const reachedAny = rows.some(({ history }) => Object.keys(history.reached ?? {}).length > 0);
  if (!isBeyond(stage) && !reachedAny) return {};
  const standard = (await standardsOn([personId], today, book)).get(personId)!;
  const { rules } = rulesOn(book, today);
  const words = standardInWords(standard, rules);
  const { reached, activated, share, acted, campaigns, score } = standard;
  return {
    standing: {
      coverage: { reached, activated, words: words.coverage },
      reusability: {
        share,
        acted,
        campaigns,
        k: rules.reuseK,
        windowDays: rules.reuseDays,
        words: words.reusability,
      },
      score,
      sum: words.sum,
      formula: words.formula,
      ...(await amongPeers(score)),
      at: now().toISOString(),
    },
  };
}

/** @throws Refusal `not_found`, also when the person is out of the actor's reach. */
export async function assertReaches(actor: Actor, personId: string): Promise<void> {
  const within = await peopleWithin(reachFor(actor, 'koc.read'), [personId]);
  if (!within.has(personId) || !(await personExists(personId))) throw refuseAnywhere('not_found');
}

/** One person for staff. @throws Refusal `not_found`. */
export async function growerView(actor: Actor, id: string) {
  await assertReaches(actor, id);
  const [root = id] = await identitiesOf(id);
  const [growth, names, row, proposal, weeks] = await Promise.all([
    growthOf(id),
    nicknames([root]),
    native(Growers).findOne({ _id: root }),
    native(Proposals).find({ personId: root }).sort({ at: -1 }).limit(1).next(),
    native(Snapshots).find({ personId: root }).sort({ day: -1 }).limit(WEEKS_SHOWN).toArray(),
  ]);
  const manual = row?.manual;
  return {
    id: root,
    nickname: names.get(root) ?? '',
    ...growth,
    ...(manual && manual.untilDay >= shanghaiDay(now())
      ? {
          moved: {
            to: manual.to,
            by: manual.by,
            reason: manual.reason,
            until: shanghaiInstant(manual.untilDay + 1).toISOString(),
          },
        }
      : {}),
    ...(proposal ? { proposal: (await proposalViews([proposal]))[0]! } : {}),
    weeks: weeks
      .reverse()
      .map(({ at, score, activated, share }) => ({ at: at.toISOString(), score, activated, reuse: share })),
  };
}

/** Whom somebody reached first, newest first. */
const reachedRows = <V>(
  personIds: readonly string[],
  page: PageRequest,
  reach: ReadonlySet<string> | undefined,
  view: (row: ReachRow, nickname: string, within: boolean) => V,
): Promise<Page<V>> =>
  newestPage(
    Reached,
    'at',
    { kocId: { $in: [...personIds] }, counted: { $exists: true } },
    page,
    async (shown) => {
      const ids = shown.map(({ _id }) => _id);
      const [names, within] = await Promise.all([nicknames(ids), peopleWithin(reach, ids)]);
      return shown.map((row) => view(row, names.get(row._id) ?? '', within.has(row._id)));
    },
  );

/**
 * For staff, with why somebody does not count as activated; names only of people in their branch.
 * @throws Refusal `not_found`.
 */
export async function reachedPage(actor: Actor, { id, ...page }: PageRequest & { id: string }) {
  await assertReaches(actor, id);
  return reachedRows(await identitiesOf(id), page, reachFor(actor, 'koc.read'), (row, name, within) => ({
    id: row._id,
    nickname: within ? name : masked(name),
    ...reachView(row),
    words: row.activatedAt ? '之后参加了，算激活。' : WHY[row.why ?? 'not_yet'],
  }));
}

const WHY: Record<NonNullable<ReachRow['why']>, string> = {
  was_here: '来之前本来就活跃，只算带来。',
  not_yet: '还没参加过。',
  too_late: '隔得太久才参加，只算带来。',
  self: '是自己的另一个号。',
  elsewhere: '更早从别处来过。',
};

const reachView = ({ at, way, activatedAt }: ReachRow) => ({
  at: at.toISOString(),
  way,
  ...(activatedAt ? { activatedAt: activatedAt.toISOString() } : {}),
});

/** For the member themself: names are masked. */
export const myReached = (personIds: readonly string[], page: PageRequest) =>
  reachedRows(personIds, page, new Set(), (row, nickname) => ({
    id: row._id,
    name: masked(nickname),
    ...reachView(row),
  }));

/** 林＊＊: enough to know whom one knows. */
const masked = (name: string): string => `${Array.from(name)[0] ?? '＊'}＊＊`;

/** All versions of the rules, newest first; the first is what counts as long as nobody has saved any. */
export async function ruleVersions() {
  const today = shanghaiDay(now());
  const current = rulesOn(await growthBook(), today).version;
  const rows = await native(RulesRows).find().sort({ version: -1 }).limit(200).toArray();
  const saved = rows.map((row) => ({
    version: row.version,
    rules: row.rules,
    from: shanghaiInstant(row.fromDay).toISOString(),
    savedAt: row.savedAt.toISOString(),
    savedBy: row.savedBy,
    current: row.version === current,
  }));
  const since = new Date(0).toISOString();
  return {
    items: [
      ...saved,
      {
        version: 0,
        rules: DEFAULT_GROWTH,
        from: since,
        savedAt: since,
        savedBy: '出厂设置',
        current: current === 0,
      },
    ],
  };
}
