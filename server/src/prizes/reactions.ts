import { untilInWords } from '@kouyi/shared/rules/coupon-words';
import { issuePromised } from '../coupons';
import { prizeWon, type WonPrize } from '../draws/events';
import type { Tx } from '../kernel/command';
import { derivedId } from '../kernel/ids';
import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { notify } from '../notices';
import { personDeleted } from '../people';
import { lapse } from './commands';
import { type PrizeNews, prizeNews } from './events';
import { Prizes, type PrizeRow } from './model';
import { prizeStates, toClaim } from './rules';

export const reactions = [
  on(prizeWon, 'prizes.keep', async (events, tx) => {
    const wins = events.flatMap(({ payload }) => payload.prizes);
    await keepWins(tx, wins);
  }),

  on(prizeNews, 'prizes.tell', async (events, tx) => {
    for (const { payload, id } of events) {
      for (const news of payload.news) {
        const { title, text } = wordsOf(news);
        await notify(tx, {
          // A corrected parcel is told again; everything else happens once.
          key: `prize:${news.prizeId}:${news.news}${news.news === 'shipped' ? `:${id}` : ''}`,
          personId: news.personId,
          kind: 'service',
          title,
          text,
          page: `/cabinet/detail/index?id=${news.prizeId}`,
          cause: { kind: 'prize', id: news.prizeId },
        });
      }
    }
  }),

  // What was on its way stops; where it was to go is forgotten. Numbers stay.
  on(personDeleted, 'prizes.forget-person', async (events, tx) => {
    const options = { session: tx.session };
    const personIds = events.map(({ payload }) => payload.personId);
    const rows = await native(Prizes)
      .find({ personId: { $in: personIds } }, options)
      .toArray();
    for (const row of rows) if (prizeStates.mayMove(row.state, 'expired')) await lapse(tx, row, 'expired');
    await native(Prizes).updateMany(
      { personId: { $in: personIds } },
      { $unset: { destination: 1, to: 1, reason: 1 } },
      options,
    );
  }),
];

/** Puts wins into the cabinet; points and coupons are there at once, the rest waits to be claimed. */
async function keepWins(tx: Tx, wins: readonly WonPrize[]): Promise<void> {
  const options = { session: tx.session };
  const ids = wins.map(({ winId }) => derivedId('prz', winId));
  const had = new Set(
    (
      await native(Prizes)
        .find({ _id: { $in: ids } }, { ...options, projection: { _id: 1 } })
        .toArray()
    ).map(({ _id }) => _id),
  );
  const fresh = wins.filter((_, i) => !had.has(ids[i]!));
  if (fresh.length === 0) return;
  const rows: PrizeRow[] = [];
  for (const win of fresh) rows.push(await rowOf(tx, win));
  await native(Prizes).insertMany(rows, { ...options, ignoreUndefined: true });
  const waiting = rows.filter((row) => row.waiting);
  if (waiting.length > 0)
    tx.emit(
      prizeNews({
        news: waiting.map(({ _id, personId, name, until }) => ({
          prizeId: _id,
          personId,
          name,
          news: 'won' as const,
          until: until!,
        })),
      }),
    );
}

async function rowOf(tx: Tx, win: WonPrize): Promise<PrizeRow> {
  const { winId, personId, boxId, kind, name, valueFen, costFen, points, couponId, at } = win;
  const base = {
    _id: derivedId('prz', winId),
    winId,
    personId,
    boxId,
    kind,
    name,
    valueFen,
    costFen,
    wonAt: at,
    ...(points === undefined ? {} : { points }),
    ...(couponId === undefined ? {} : { couponId }),
  };
  const step = (state: PrizeRow['state']) => [{ state, at: tx.now, by: '系统' }];
  if (kind === 'points') return { ...base, state: 'received', steps: step('received'), doneAt: tx.now };
  if (kind === 'coupon') {
    const given = await issuePromised(tx, {
      couponId: couponId!,
      personId,
      key: winId,
      holder: `box:${boxId}`,
      source: { kind: 'box', id: boxId, words: `盲盒抽中「${name}」` },
    });
    return given.accepted
      ? { ...base, state: 'received', steps: step('received'), issueId: given.value, doneAt: tx.now }
      : {
          ...base,
          state: 'declined',
          steps: step('declined'),
          reason: given.refusal.message_zh,
          doneAt: tx.now,
        };
  }
  return { ...base, ...toClaim(at, win.claimDays, tx.now) };
}

function wordsOf({ news, name, until, text = '' }: PrizeNews): { title: string; text: string } {
  const end = until ? untilInWords(new Date(until)) : '';
  switch (news) {
    case 'won':
      return { title: `抽中「${name}」`, text: `恭喜！${end} 前到奖品柜里领取。` };
    case 'ending':
      return { title: `「${name}」快到期了`, text: `${end} 前没有领取就会收回，记得去奖品柜看看。` };
    case 'shipped':
      return { title: `「${name}」发货了`, text };
    case 'paid':
      return { title: `「${name}」已转账`, text: '钱已经转到你填的账号，没收到的话告诉群里的伙伴。' };
    case 'declined':
      return { title: `「${name}」没有通过`, text };
    case 'expired':
      return { title: `「${name}」收回了`, text: '没有按时领取，已经收回。下次抽中记得早点来领。' };
  }
}
