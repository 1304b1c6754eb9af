import {
  attribute,
  type AttributionDecision,
  type AttributionFacts,
  type AttributionRules,
  type KocThen,
} from '@kouyi/shared/rules/attribution';
import { DAY_MS } from '@kouyi/shared/rules/time';
import type { ClientSession } from '../kernel/store';
import { kocsAmong, kocsByCode, type KocRow } from '../koc';
import type { OrderRow } from '../orders';
import { identitiesOfAll, staffAmong } from '../people';
import { linksByCode, touchesOf } from '../products';
import { blacklistedAmong } from '../risk';

/** Touches after the payment are looked at, too, so that a KOC reads why they don't count. */
const AFTER_MS = DAY_MS;

/** What the decision about many orders needs, with a handful of look-ups for all of them. */
export async function decideOrders(
  orders: readonly OrderRow[],
  rulesOf: (order: OrderRow) => AttributionRules,
  session?: ClientSession,
): Promise<{ decisions: Map<string, AttributionDecision>; kocs: Map<string, KocRow> }> {
  if (orders.length === 0) return { decisions: new Map(), kocs: new Map() };
  const codes = orders.flatMap(({ payment }) => payment!.refCode ?? []).map((code) => code.toLowerCase());
  const [links, owners] = [await linksByCode(codes, session), await kocsByCode(codes, session)];
  const times = orders.map(({ payment }) => payment!.paidAt.getTime());
  const longest = Math.max(...orders.map((order) => rulesOf(order).windowDays));
  const buyers = await identitiesOfAll(
    orders.flatMap(({ personId }) => personId ?? []),
    session,
  );
  const touches = await touchesOf(
    [...buyers.values()].flat(),
    {
      // Twice the window, so that a touch just outside is there to be explained.
      since: new Date(Math.min(...times) - 2 * longest * DAY_MS),
      until: new Date(Math.max(...times) + AFTER_MS),
    },
    session,
  );
  const kocIds = [
    ...touches.map(({ kocId }) => kocId),
    ...owners.values(),
    ...[...links.values()].map(({ kocId }) => kocId),
  ];
  const { kocs, then } = await kocFacts(kocIds, session);
  const decisions = new Map(
    orders.map((order) => {
      const { paidAt, refCode } = order.payment!;
      const code = refCode?.toLowerCase();
      const rules = rulesOf(order);
      const near = (at: Date) =>
        at.getTime() >= paidAt.getTime() - 2 * rules.windowDays * DAY_MS &&
        at.getTime() <= paidAt.getTime() + AFTER_MS;
      // Whoever is seen as one with the buyer came through links as the buyer, and buys as the buyer.
      const selves = buyers.get(order.personId ?? '') ?? [];
      const direct = code === undefined ? undefined : directOf(code, links, owners);
      const facts: AttributionFacts = {
        paidAt,
        buyerId: order.personId,
        buyerSelves: selves,
        ...(direct ? { direct } : {}),
        touches: touches
          .filter(({ personId, at }) => selves.includes(personId) && near(at))
          .map(({ at, code: link, kocId, expiresAt }) => ({
            at,
            code: link,
            kocId,
            ...(expiresAt ? { expiresAt } : {}),
          })),
        kocs: then,
      };
      return [order._id, attribute(facts, rules)] as const;
    }),
  );
  return { decisions, kocs };
}

function directOf(
  code: string,
  links: Awaited<ReturnType<typeof linksByCode>>,
  owners: ReadonlyMap<string, string>,
): AttributionFacts['direct'] {
  const link = links.get(code);
  if (link) return { code, kocId: link.kocId, ...(link.expiresAt ? { expiresAt: link.expiresAt } : {}) };
  const kocId = owners.get(code);
  return kocId === undefined ? undefined : { code, kocId };
}

/** KOCs and their parents as attribution sees them. */
export async function kocFacts(
  kocIds: readonly string[],
  session?: ClientSession,
): Promise<{ kocs: Map<string, KocRow>; then: Map<string, KocThen> }> {
  const own = await kocsAmong(kocIds, session);
  const parents = await kocsAmong(
    [...own.values()].flatMap(({ parentId }) => parentId ?? []).filter((id) => !own.has(id)),
    session,
  );
  const kocs = new Map([...own, ...parents]);
  const ids = [...kocs.keys()];
  const selves = await identitiesOfAll(ids, session);
  const [staff, blacklisted] =
    ids.length === 0
      ? [new Set<string>(), new Set<string>()]
      : await Promise.all([staffAmong([...selves.values()].flat()), blacklistedAmong(ids)]);
  const then = new Map(
    [...kocs].map(([id, { since, endedAt, earlier, parentId }]): [string, KocThen] => [
      id,
      {
        since,
        ...(earlier ? { earlier } : {}),
        isStaff: selves.get(id)!.some((self) => staff.has(self)),
        isBlacklisted: blacklisted.has(id),
        ...(endedAt ? { endedAt } : {}),
        ...(parentId === undefined ? {} : { parentId }),
      },
    ]),
  );
  return { kocs, then };
}
