import type { BoxCard, InputOf, MemberBox, OddsView, OutputOf, contracts } from '@kouyi/shared/contracts';
import { defaultClientSeed } from '@kouyi/shared/rules/draw';
import { boxHours, boxInWords, obstacleInWords } from '@kouyi/shared/rules/draw-words';
import { DAY_MS, isWithinWindow, nextOpening, openSpans } from '@kouyi/shared/rules/time';
import type { BoxDesign } from '@kouyi/shared/types';
import { indexBy } from '../kernel/collections';
import { newestPage } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { anyOf, native } from '../kernel/store';
import { selvesOf } from '../people';
import { type DrawAnswer, drawnBy } from './decide';
import { type MemberFacts, memberFacts } from './member-facts';
import {
  Ages,
  type BoxDoc,
  Boxes,
  Draws,
  Odds,
  oddsId,
  playerId,
  Players,
  type RoundDoc,
  Rounds,
  Tables,
} from './model';
import { chancesOf } from './playing';
import { drawView, oddsView, roundView } from './presenters';
import { topPrizes } from './rules';

type Member = (typeof contracts)['member'];

/** Boxes in a list at once; a brand runs a handful. */
const BOXES_SHOWN = 50;
/** A box that ended so recently is still shown: its seed was just revealed. */
const RECENT_MS = 3 * DAY_MS;
/** Draws and rounds of one fairness page. */
const SHOWN = 50;

/** Boxes that are open, open soon, ended lately, or hold chances of the person's: what can be drawn comes first. */
export async function memberBoxes(personId: string, now: Date): Promise<BoxCard[]> {
  const mine = await native(Players)
    .find(
      { personId: anyOf(await selvesOf(personId)), 'lots.0': { $exists: true } },
      { projection: { boxId: 1 } },
    )
    .limit(BOXES_SHOWN)
    .toArray();
  const [running, ended, held] = await Promise.all([
    native(Boxes)
      .find({ state: { $in: ['open', 'paused'] } })
      .sort({ createdAt: -1 })
      .limit(BOXES_SHOWN)
      .toArray(),
    native(Boxes)
      .find({ state: 'closed', closedAt: { $gte: new Date(now.getTime() - RECENT_MS) } })
      .sort({ closedAt: -1 })
      .limit(5)
      .toArray(),
    native(Boxes)
      .find({ _id: { $in: mine.map(({ boxId }) => boxId) }, state: { $ne: 'draft' } })
      .toArray(),
  ]);
  const boxes = [...indexBy([...running, ...ended, ...held], (box) => box._id).values()];
  const facts = await memberFacts(boxes, personId);
  const odds = await oddsOf(facts.tables);
  const rank = (card: BoxCard): number =>
    (card.obstacle === undefined ? 0 : card.openNow ? 1 : card.state === 'closed' ? 3 : 2) * 10 -
    Math.min(card.chances, 9);
  return boxes
    .map((box) => cardOf(box, facts, odds.get(box._id)!, now))
    .sort((a, b) => rank(a) - rank(b) || a.closesAt.localeCompare(b.closesAt));
}

/** The odds that hold now, by box: of each table the version it draws with. */
async function oddsOf(tables: MemberFacts['tables']): Promise<ReadonlyMap<string, OddsView>> {
  const ids = [...tables.values()].map((table) => oddsId(table._id, table.oddsVersion));
  const rows = await native(Odds)
    .find({ _id: { $in: ids } })
    .toArray();
  return new Map(rows.map((odds) => [odds.boxId, oddsView(odds, tables.get(odds.boxId)!.left)]));
}

function cardOf(box: BoxDoc, facts: MemberFacts, odds: OddsView, now: Date): BoxCard {
  const { design } = box;
  const obstacle = facts.obstacle(box, now);
  const inside = isWithinWindow(design.window, now) === 'inside';
  const opens = inside ? undefined : nextOpening(design.window, now);
  const [span] = openSpans(design.window, { from: now, to: box.endAt }, 1);
  const top = topPrizes(design);
  const rowOf = indexBy(odds.rows, (row) => row.prizeId);
  const picture = top.find((prize) => prize.picture !== undefined)?.picture;
  return {
    id: box._id,
    name: box.name,
    line: design.line,
    state: box.state,
    openNow: box.state === 'open' && inside,
    ...(opens ? { opensAt: opens.toISOString() } : {}),
    closesAt: (span?.to ?? box.endAt).toISOString(),
    chances: facts.chances.get(box._id) ?? 0,
    topPrizes: top.map(({ id, name, picture: shown }) => {
      const { percent, weight, total } = rowOf.get(id)!;
      return { name, percent, share: weight / total, ...(shown === undefined ? {} : { picture: shown }) };
    }),
    ...(picture === undefined ? {} : { picture }),
    ...(obstacle
      ? { obstacle: { code: obstacle.code, message: obstacleInWords(obstacle.code, obstacle.detail) } }
      : {}),
  };
}

/** One box before drawing. @throws Refusal `not_found`, also for drafts. */
export async function memberBox(personId: string, id: string, now: Date): Promise<MemberBox> {
  const box = await openedBox(id);
  const facts = await memberFacts([box], personId);
  const table = facts.tables.get(id)!;
  const round = facts.rounds.get(table.roundId)!;
  const odds = (await oddsOf(facts.tables)).get(id)!;
  const player = facts.players.get(id);
  const { design } = box;
  const { limits } = design;
  const drawn = drawnBy(facts.together.get(id) ?? [], now);
  const left = (limit: number | undefined, used: number) =>
    limit === undefined ? undefined : Math.max(0, limit - used);
  return {
    ...cardOf(box, facts, odds, now),
    rules: boxInWords(design),
    hours: boxHours(design),
    odds,
    fallbackPrizeName: nameOf(design, design.fallbackPrizeId),
    ...guaranteeProgress(design, player?.misses ?? 0),
    limits: {
      perPerson: limits.perPerson,
      perPersonLeft: left(limits.perPerson, drawn.ever),
      perPersonPerDay: limits.perPersonPerDay,
      perPersonPerDayLeft: left(limits.perPersonPerDay, drawn.today),
      drawsLeft: left(limits.totalDraws, table.draws),
    },
    ...(design.chancePoints === undefined ? {} : { chancePoints: design.chancePoints }),
    age: { gate: design.ageGate, ...(facts.age === undefined ? {} : { declared: facts.age }) },
    round: roundView(round, table),
    myClientSeed: player?.clientSeed ?? defaultClientSeed(id, facts.playing.get(id)!),
    myNextNonce: player?.roundId === round._id ? player.nonce + 1 : 1,
  };
}

const nameOf = ({ prizes }: BoxDesign, id: string): string =>
  prizes.find((prize) => prize.id === id)?.name ?? '';

/** How far a person is on the way to the guarantee. */
function guaranteeProgress(
  design: BoxDesign,
  misses: number,
): { guarantee?: NonNullable<MemberBox['guarantee']> } {
  const { guarantee } = design;
  if (!guarantee) return {};
  return {
    guarantee: {
      afterDraws: guarantee.afterDraws,
      misses,
      drawsLeft: Math.max(1, guarantee.afterDraws - misses),
      prizeName: nameOf(design, guarantee.prizeId),
    },
  };
}

/** What a person is told of a draw just made, or made before under the same key. */
export const drawnView = ({
  draw,
  chancesLeft,
  misses,
  again,
  design,
}: Extract<DrawAnswer, { kind: 'drawn' }>): OutputOf<Member['draw']> => ({
  draw: drawView(draw),
  chancesLeft,
  ...guaranteeProgress(design, misses),
  again,
});

/** A person's draws, newest first. */
export async function memberDraws(
  personId: string,
  { boxId, ...page }: InputOf<Member['draws']>,
): Promise<OutputOf<Member['draws']>> {
  const whose = { personId: anyOf(await selvesOf(personId)) };
  return newestPage(Draws, 'at', { ...whose, ...(boxId === undefined ? {} : { boxId }) }, page, (shown) =>
    shown.map(drawView),
  );
}

/** One round with everything that a person needs to check their draws in it. @throws Refusal `not_found`. */
export async function memberFairness(
  personId: string,
  { id, roundId }: InputOf<Member['fairness']>,
): Promise<OutputOf<Member['fairness']>> {
  const box = await openedBox(id);
  const selves = await selvesOf(personId);
  const { personId: self } = await chancesOf(id, selves);
  const [table, rounds, player] = await Promise.all([
    native(Tables).findOne({ _id: id }),
    native(Rounds).find({ boxId: id }).sort({ openedAt: -1, _id: -1 }).limit(SHOWN).toArray(),
    native(Players).findOne({ _id: playerId(id, self) }),
  ]);
  const round = await roundOf(rounds, id, roundId ?? table!.roundId);
  const [odds, mine] = await Promise.all([
    native(Odds).find({ roundId: round._id }).sort({ version: 1 }).limit(200).toArray(),
    native(Draws)
      .find({ personId: anyOf(selves), boxId: id, roundId: round._id })
      .sort({ at: -1, _id: -1 })
      .limit(200)
      .toArray(),
  ]);
  return {
    boxName: box.name,
    round: roundView(round, table!),
    odds: odds.map((each) => oddsView(each)),
    mine: mine.map(drawView),
    myClientSeed: player?.clientSeed ?? defaultClientSeed(id, self),
    rounds: rounds.map(({ _id, number, state, openedAt }) => ({
      id: _id,
      number,
      state,
      openedAt: openedAt.toISOString(),
    })),
  };
}

async function roundOf(rounds: readonly RoundDoc[], boxId: string, roundId: string): Promise<RoundDoc> {
  const round =
    rounds.find(({ _id }) => _id === roundId) ?? (await native(Rounds).findOne({ _id: roundId, boxId }));
  if (!round) throw refuseAnywhere('not_found', { field: 'roundId' });
  return round;
}

/** @throws Refusal `not_found` unless the box was opened: drafts are nobody's business. */
async function openedBox(id: string): Promise<BoxDoc> {
  const box = await native(Boxes).findOne({ _id: id, state: { $ne: 'draft' } });
  if (!box) throw refuseAnywhere('not_found', { field: 'id' });
  return box;
}

/** What draws keep about a person, for the export of their data. */
export async function drawDataOf(personId: string): Promise<Record<string, unknown>> {
  const [draws, players, age] = await Promise.all([
    native(Draws).find({ personId }).sort({ at: -1 }).limit(10_000).toArray(),
    native(Players).find({ personId }).toArray(),
    native(Ages).findOne({ _id: personId }),
  ]);
  return { draws, boxes: players, ...(age ? { declaredAge: { band: age.band, at: age.at } } : {}) };
}
