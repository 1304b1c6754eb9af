import { groupBy, indexBy } from '../kernel/collections';
import { asSystem, type Tx } from '../kernel/command';
import { now } from '../kernel/clock';
import { log } from '../kernel/log';
import { native } from '../kernel/store';
import { planOutgoing } from '../gate';
import { DELETED_NAME, nicknames } from '../people';
import type { DrawFact } from './events';
import { groupCountId, News, type NewsDoc } from './model';
import { boxNames } from './views';

/** Winners are gathered for so long before they are told. */
const GATHER_MS = 10_000;
/** So many wins are told at once without waiting. */
const AT_ONCE = 10;
/** Names in one line; more would not be read. */
const NAMES = 6;
/** Wins older than this (an import, a channel that was down) are not news. */
const STALE_MS = 10 * 60_000;
const PER_TICK = 100;

/** A winner as a group is told: the first character of the name, the rest stays private. */
export const shortName = (name: string): string => {
  const [first] = new Intl.Segmenter('zh').segment(name.trim());
  return `${first?.segment ?? '群'}**`;
};

type GroupDraw = DrawFact & { groupId: string };

/** Gathers what was drawn on chances of a group; a rare prize is told at once, in a line of its own. */
export async function gatherNews(tx: Tx, draws: readonly DrawFact[]): Promise<void> {
  const fresh = draws.filter(
    (draw): draw is GroupDraw =>
      draw.groupId !== undefined && tx.now.getTime() - draw.at.getTime() < STALE_MS,
  );
  if (fresh.length === 0) return;
  const byGroup = groupBy(fresh, ({ boxId, groupId }) => groupCountId(boxId, groupId));
  const options = { session: tx.session, ignoreUndefined: true } as const;
  const had = indexBy(
    await native(News)
      .find({ _id: { $in: [...byGroup.keys()] } }, { session: tx.session })
      .toArray(),
    (news) => news._id,
  );
  const names = await namesOf(fresh.filter(({ rare }) => rare).map(({ personId }) => personId));
  const boxes = await boxNames(fresh.map(({ boxId }) => boxId));
  for (const [_id, ofGroup] of byGroup) {
    const { boxId, groupId } = ofGroup[0]!;
    const news: NewsDoc = had.get(_id) ?? { _id, boxId, groupId, winners: [], draws: 0, wins: 0, lines: 0 };
    for (const draw of ofGroup) {
      news.draws += 1;
      if (draw.activityId !== undefined) news.activityId = draw.activityId;
      if (!draw.won) continue;
      news.wins += 1;
      if (draw.rare) await tellRare(tx, draw, names.get(draw.personId)!, boxes.get(boxId)?.name ?? '盲盒');
      else
        news.winners = [...news.winners, { personId: draw.personId, prizeName: draw.prizeName }].slice(
          -NAMES,
        );
    }
    news.dueAt ??= new Date(tx.now.getTime() + GATHER_MS);
    if (news.wins >= AT_ONCE) await tellGathered(tx, news, boxes.get(boxId)?.name ?? '盲盒');
    const { _id: id, ...rest } = news;
    await native(News).replaceOne({ _id: id }, rest, { ...options, upsert: true });
  }
}

function tellRare(tx: Tx, draw: GroupDraw, name: string, boxName: string): Promise<void> {
  return planOutgoing(tx, {
    key: `draw-rare:${draw.drawId}`,
    groupId: draw.groupId,
    kind: 'answer',
    text: `恭喜 ${name} 在「${boxName}」抽中大奖「${draw.prizeName}」！每一抽都能在小程序里验证。`,
    ...cardOf(draw, boxName),
    cause: draw.activityId === undefined ? {} : { activityId: draw.activityId },
  });
}

/** Says what was gathered, if anything was won, and begins to gather anew; changes the news. */
async function tellGathered(tx: Tx, news: NewsDoc, boxName: string): Promise<void> {
  const { draws, wins, winners } = news;
  if (winners.length > 0) {
    const names = await namesOf(winners.map(({ personId }) => personId));
    const told = winners.map(({ personId, prizeName }) => `${names.get(personId)!}「${prizeName}」`);
    const more = wins > told.length ? `等 ${wins} 位` : '';
    await planOutgoing(tx, {
      key: `draw-news:${news._id}:${news.lines}`,
      groupId: news.groupId,
      kind: 'answer',
      text: `「${boxName}」刚开了 ${draws} 个：${told.join('、')}${more}中奖。奖品在小程序里领。`,
      ...cardOf(news, boxName),
      cause: news.activityId === undefined ? {} : { activityId: news.activityId },
    });
    news.lines += 1;
  }
  Object.assign(news, { winners: [], draws: 0, wins: 0 });
  delete news.dueAt;
}

const cardOf = (of: { boxId: string; activityId?: string }, boxName: string) =>
  of.activityId === undefined ? {} : { card: { activityId: of.activityId, title: boxName, boxId: of.boxId } };

async function namesOf(personIds: readonly string[]): Promise<Map<string, string>> {
  const names = await nicknames(personIds);
  return new Map(
    personIds.map((id) => {
      const name = names.get(id) ?? '';
      return [id, name === DELETED_NAME ? '群友' : shortName(name)];
    }),
  );
}

/** Tells groups whose time has come. One that another writer got ahead of waits for the next tick. */
export async function tellDueNews(): Promise<void> {
  const due = await native(News)
    .find({ dueAt: { $lte: now() } }, { projection: { _id: 1 } })
    .sort({ dueAt: 1 })
    .limit(PER_TICK)
    .toArray();
  for (const { _id } of due) {
    try {
      await asSystem('draws.tell-news', async (tx) => {
        const news = await native(News).findOne({ _id }, { session: tx.session });
        if (!news?.dueAt || news.dueAt > tx.now) return;
        const names = await boxNames([news.boxId]);
        await tellGathered(tx, news, names.get(news.boxId)?.name ?? '盲盒');
        const { _id: id, ...rest } = news;
        await native(News).replaceOne({ _id: id }, rest, { session: tx.session, ignoreUndefined: true });
      });
    } catch (error) {
      log.warn({ err: error, news: _id }, 'winners are told with the next tick');
    }
  }
}
