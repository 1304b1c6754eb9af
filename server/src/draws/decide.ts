import { DEFAULT_CLAIM_DAYS } from '@kouyi/shared/rules/draw-design';
import { chainAfter, defaultClientSeed, playerOf } from '@kouyi/shared/rules/draw';
import { drawOne, heirOf, oddsOf } from '@kouyi/shared/rules/draw-odds';
import type { ObstacleDetail } from '@kouyi/shared/rules/draw-words';
import { isWithinWindow, nextOpening, shanghaiDay } from '@kouyi/shared/rules/time';
import { momentInWords } from '@kouyi/shared/rules/words';
import type { AgeBand, BoxDesign, DrawObstacle } from '@kouyi/shared/types';
import type { Refusal } from '../kernel/refusals';
import type { ChanceLot, DrawDoc, OddsDoc, PlayerDoc, RoundDoc, TableDoc } from './model';
import { nextOdds } from './odds';
import { refuse, refuseDraw } from './rules';

/** One request to draw. Its id is the draw's: it follows from the person and the key of the request. */
export interface DrawRequest {
  readonly drawId: string;
  readonly personId: string;
  /** Hash of what was asked for. */
  readonly inputHash: string;
  /** Not before its moment: the window counts when the 1 was typed. */
  readonly at?: Date;
}

/** Everything that the draws of one batch look at. Table, players, balances and counts change as draws are made. */
export interface DrawFacts {
  readonly design: BoxDesign;
  readonly round: RoundDoc;
  readonly serverSeed: string;
  readonly table: TableDoc;
  /** Everybody who asks, and whoever is seen as one with them. */
  readonly players: Map<string, PlayerDoc>;
  /** All identities of those who have several. */
  readonly selves: ReadonlyMap<string, readonly string[]>;
  readonly chances: Map<string, number>;
  readonly blacklisted: ReadonlySet<string>;
  readonly staff: ReadonlySet<string>;
  readonly ages: ReadonlyMap<string, AgeBand>;
  /** Draws by group, where the box limits them. */
  readonly groupDraws: Map<string, number>;
  /** Draws that were made before under these ids. */
  readonly made: Map<string, DrawDoc>;
}

/** How often a person drew from a box, by all their identities together. */
interface Drawn {
  readonly ever: number;
  /** On the Shanghai day of the question. */
  readonly today: number;
}

/** Adds up the identities of one person: a limit is theirs, not that of each. */
export function drawnBy(players: readonly PlayerDoc[], now: Date): Drawn {
  const day = shanghaiDay(now);
  return {
    ever: players.reduce((sum, { draws }) => sum + draws, 0),
    today: players.reduce((sum, { today }) => sum + (today?.day === day ? today.draws : 0), 0),
  };
}

const playersOf = ({ players, selves }: DrawFacts, personId: string): PlayerDoc[] =>
  (selves.get(personId) ?? [personId]).flatMap((id) => players.get(id) ?? []);

/** What became of a request: a draw (made now or before), or a named no that changed nothing. */
export type DrawAnswer =
  | {
      readonly kind: 'drawn';
      readonly draw: DrawDoc;
      readonly again: boolean;
      readonly chancesLeft: number;
      readonly misses: number;
      readonly design: BoxDesign;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** What is to be written. */
export interface DecidedDraws {
  readonly answers: readonly DrawAnswer[];
  readonly drawn: readonly DrawDoc[];
  readonly odds: readonly OddsDoc[];
}

/** Why nobody or this person can't draw now; the first in the order of the list. Undefined: they can. */
export function obstacleOf(
  facts: Pick<DrawFacts, 'design' | 'table' | 'blacklisted' | 'staff' | 'ages' | 'groupDraws'> & {
    pool: RoundDoc['pool'];
    player: PlayerDoc;
    drawn: Drawn;
    chances: number;
    personId: string;
  },
  at: Date,
  now: Date,
): { code: DrawObstacle; detail: ObstacleDetail } | undefined {
  const { design, table, player, drawn, personId } = facts;
  const { limits } = design;
  const no = (code: DrawObstacle, detail: ObstacleDetail = {}) => ({ code, detail });
  if (table.state === 'draft') return no('box_not_open');
  if (table.state === 'closed') return no('box_closed');
  if (table.state === 'paused') return no('box_paused');
  const place = isWithinWindow(design.window, at);
  if (place === 'ended') return no('box_closed');
  if (place !== 'inside') {
    const next = nextOpening(design.window, now);
    const opens = next ? { opens: momentInWords(next) } : {};
    return no(place === 'not_started' ? 'box_not_open' : 'box_outside_hours', opens);
  }
  if (oddsOf(facts.pool, table).length === 0) return no('box_exhausted');
  if (facts.blacklisted.has(personId)) return no('blacklisted');
  if (design.excludeStaff && facts.staff.has(personId)) return no('staff_excluded');
  const age = ageObstacle(design, facts.ages.get(personId));
  if (age) return age;
  if (limits.perPerson !== undefined && drawn.ever >= limits.perPerson)
    return no('person_limit', { limit: limits.perPerson });
  if (limits.perPersonPerDay !== undefined && drawn.today >= limits.perPersonPerDay)
    return no('person_day_limit', { limit: limits.perPersonPerDay });
  if (limits.totalDraws !== undefined && table.draws >= limits.totalDraws)
    return no('draws_limit', { limit: limits.totalDraws });
  if (facts.chances < 1) return no('no_chance');
  if (limits.perGroup !== undefined && !lotFor(player, facts.groupDraws, limits.perGroup))
    return no('group_limit', { limit: limits.perGroup });
  return undefined;
}

/** Blind-box guidance 2023: nobody under 8; from 8 to 17 with a guardian's consent. Unknown is not old enough. */
function ageObstacle(
  { ageGate }: BoxDesign,
  band: AgeBand | undefined,
): { code: DrawObstacle; detail: ObstacleDetail } | undefined {
  if (band === undefined) return { code: 'age_unknown', detail: {} };
  if (band === 'under_8') return { code: 'under_age', detail: { age: '未满 8 岁' } };
  if (band === 'minor_with_consent' && ageGate === 'adult')
    return { code: 'under_age', detail: { age: '未满 18 岁' } };
  return undefined;
}

/** The oldest chance whose group has draws left; chances without a group have no such limit. */
function lotFor(
  player: PlayerDoc,
  groupDraws: ReadonlyMap<string, number>,
  perGroup: number | undefined,
): ChanceLot | undefined {
  return player.lots.find(
    ({ left, groupId }) =>
      left > 0 &&
      (perGroup === undefined || groupId === undefined || (groupDraws.get(groupId) ?? 0) < perGroup),
  );
}

/**
 * Decides a batch in order; later draws see what earlier ones changed. Pure but for the facts' documents, which it
 * changes in memory: they are written in the batch's transaction.
 */
export function decideDraws(requests: readonly DrawRequest[], facts: DrawFacts, now: Date): DecidedDraws {
  const drawn: DrawDoc[] = [];
  const odds: OddsDoc[] = [];
  const answers = requests.map((request): DrawAnswer => {
    const had = facts.made.get(request.drawId);
    if (had) return answerAgain(request, had, facts);
    const player = facts.players.get(request.personId)!;
    const chances = facts.chances.get(request.personId) ?? 0;
    const obstacle = obstacleOf(
      {
        ...facts,
        pool: facts.round.pool,
        player,
        drawn: drawnBy(playersOf(facts, request.personId), now),
        chances,
        personId: request.personId,
      },
      request.at ?? now,
      now,
    );
    if (obstacle) return { kind: 'refused', refusal: refuseDraw(obstacle.code, obstacle.detail) };
    const { draw, soldOut } = makeDraw(request, player, facts, now);
    drawn.push(draw);
    facts.made.set(draw._id, draw);
    facts.chances.set(request.personId, chances - 1);
    if (soldOut) odds.push(soldOutOdds(facts, draw, now));
    const { misses } = player;
    return { kind: 'drawn', draw, again: false, chancesLeft: chances - 1, misses, design: facts.design };
  });
  return { answers, drawn, odds };
}

function answerAgain({ inputHash, personId }: DrawRequest, draw: DrawDoc, facts: DrawFacts): DrawAnswer {
  if (draw.inputHash !== inputHash) return { kind: 'refused', refusal: refuse('key_used_differently') };
  return {
    kind: 'drawn',
    draw,
    again: true,
    chancesLeft: facts.chances.get(personId) ?? 0,
    misses: facts.players.get(personId)?.misses ?? 0,
    design: facts.design,
  };
}

function makeDraw(
  request: DrawRequest,
  player: PlayerDoc,
  facts: DrawFacts,
  now: Date,
): { draw: DrawDoc; soldOut: boolean } {
  const { round, table, design, groupDraws } = facts;
  const { personId } = request;
  const clientSeed = player.clientSeed ?? defaultClientSeed(table._id, personId);
  const nonce = player.roundId === round._id ? player.nonce + 1 : 1;
  const missesBefore = player.misses;
  const drawn = drawOne(round.pool, table, facts.serverSeed, { clientSeed, nonce, missesBefore });
  const prize = round.prizes.find(({ id }) => id === drawn.prizeId)!;
  const lot = lotFor(player, groupDraws, design.limits.perGroup);
  const seq = table.seq + 1;
  const row = {
    seq,
    drawId: request.drawId,
    player: playerOf(round._id, personId),
    clientSeed,
    nonce,
    oddsVersion: table.oddsVersion,
    missesBefore,
    prizeId: prize.id,
    guaranteed: drawn.guaranteed,
    atMs: now.getTime(),
  };
  const chain = chainAfter(table.chain, row);
  const { drawId, atMs, ...kept } = row;
  const draw: DrawDoc = {
    _id: drawId,
    boxId: table._id,
    roundId: round._id,
    roundNumber: round.number,
    personId,
    ...kept,
    boxName: design.name,
    commitment: round.commitment,
    prizeName: prize.name,
    kind: prize.kind,
    valueFen: prize.valueFen,
    costFen: prize.costFen,
    won: drawn.win,
    at: new Date(atMs),
    chain,
    inputHash: request.inputHash,
    ...(prize.rare ? { rare: true } : {}),
    ...(prize.points === undefined ? {} : { points: prize.points }),
    ...(prize.couponId === undefined ? {} : { couponId: prize.couponId }),
    ...(prize.picture === undefined ? {} : { picture: prize.picture }),
    ...(prize.kind === 'goods' || prize.kind === 'red_packet' || prize.kind === 'coupon'
      ? { claimDays: prize.claimDays ?? DEFAULT_CLAIM_DAYS }
      : {}),
    ...(lot?.groupId === undefined ? {} : { groupId: lot.groupId }),
    ...(lot?.activityId === undefined ? {} : { activityId: lot.activityId }),
  };
  if (player.draws === 0) table.people += 1;
  noteTable(table, draw, drawn);
  notePlayer(player, { round, nonce, misses: drawn.misses, day: shanghaiDay(now) });
  if (lot) lot.left -= 1;
  player.lots = player.lots.filter(({ left }) => left > 0);
  if (draw.groupId !== undefined) groupDraws.set(draw.groupId, (groupDraws.get(draw.groupId) ?? 0) + 1);
  return { draw, soldOut: drawn.soldOut };
}

function noteTable(table: TableDoc, draw: DrawDoc, drawn: ReturnType<typeof drawOne>): void {
  table.seq = draw.seq;
  table.chain = draw.chain;
  table.left = { ...drawn.stock.left };
  table.reserveLeft = drawn.stock.reserveLeft;
  table.draws += 1;
  table.costFen += draw.costFen;
  if (draw.won) table.wins += 1;
  if (draw.guaranteed) table.guaranteed += 1;
  else table.given = { ...table.given, [draw.prizeId]: (table.given[draw.prizeId] ?? 0) + 1 };
}

function notePlayer(
  player: PlayerDoc,
  { round, nonce, misses, day }: { round: RoundDoc; nonce: number; misses: number; day: number },
): void {
  player.draws += 1;
  player.misses = misses;
  player.roundId = round._id;
  player.nonce = nonce;
  player.today = { day, draws: (player.today?.day === day ? player.today.draws : 0) + 1 };
}

/** The odds after the last item of a prize: its weight goes openly where the box said it would. */
function soldOutOdds({ round, table }: DrawFacts, { prizeName }: DrawDoc, at: Date): OddsDoc {
  const heir = heirOf(round.pool, table);
  const name = round.prizes.find(({ id }) => id === heir)?.name;
  const line =
    name === undefined
      ? `「${prizeName}」抽完了，奖品全部送出`
      : `「${prizeName}」抽完了，它的概率归「${name}」`;
  return nextOdds(round, table, { at, reason: 'sold_out', line });
}
