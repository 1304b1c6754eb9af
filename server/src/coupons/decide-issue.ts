import { couponWindow, couponWorthFen } from '@kouyi/shared/rules/coupon';
import { groupCap } from '@kouyi/shared/rules/decide';
import { DAY_MS } from '@kouyi/shared/rules/time';
import { type Decision, accept, decline } from '../kernel/decision';
import { type CouponDoc, groupCountId, type IssueRow, type IssueSource, type StockDoc } from './model';
import { refuse } from './rules';

/** Somebody is to get one coupon. */
export interface IssueRequest {
  /** The id of the issue: the same request always has the same. */
  readonly issueId: string;
  readonly personId: string;
  readonly source: IssueSource;
  readonly groupId?: string | undefined;
  /** Whose reservation it comes from first; whoever holds one promised it, so design states don't stop it. */
  readonly holder?: string | undefined;
  readonly linkId?: string | undefined;
  /** Won already: neither the person's limit nor the group's quota takes it away again. */
  readonly promised?: true;
}

/** A link's numbers while a batch is decided. */
interface LinkFacts {
  readonly until: Date;
  readonly limit: number;
  readonly closed: boolean;
  claimed: number;
}

/** Everything that the decisions of one batch of one coupon look at. Deciding moves its counts. */
export interface IssueFacts {
  readonly now: Date;
  readonly coupon: CouponDoc;
  readonly stock: StockDoc;
  /** What each holder was promised and has not used. */
  readonly reserved: Map<string, number>;
  /** Issues that exist already, by id. */
  readonly had: ReadonlyMap<string, IssueRow>;
  /** What people hold or held, each counted with all their identities, under `personOf`. */
  readonly perPerson: Map<string, number>;
  /** Who stands for an identity; absent: it stands for itself. */
  readonly personOf: ReadonlyMap<string, string>;
  /** By `couponId:groupId`. */
  readonly perGroup: Map<string, number>;
  /** Members of each group in question. */
  readonly members: ReadonlyMap<string, number>;
  /** `groupId:personId` of those who are in the group they name. */
  readonly inGroup: ReadonlySet<string>;
  readonly blacklisted: ReadonlySet<string>;
  /** Those who are in the segment that the coupon is for; nobody where it is for none. */
  readonly inAudience: ReadonlySet<string>;
  readonly links: ReadonlyMap<string, LinkFacts>;
  readonly newCode: () => string;
}

/** A decided request: the issue, and whether it is new. */
export interface Issued {
  readonly issue: IssueRow;
  readonly isNew: boolean;
  /** Taken from a reservation rather than from what is free. */
  readonly fromReserved?: string;
}

/**
 * Decides requests of one coupon in order. Each counts what those before it took, so that a batch can't give more
 * than one by one would: never more than the stock, a person's limit, a group's quota, a link's limit.
 */
export const decideIssues = (requests: readonly IssueRequest[], facts: IssueFacts): Decision<Issued>[] => {
  const decided = new Map<string, Issued>();
  return requests.map((request) => {
    const again = facts.had.get(request.issueId) ?? decided.get(request.issueId)?.issue;
    if (again) return accept({ issue: again, isNew: false });
    const decision = decideOne(request, facts);
    if (decision.accepted) decided.set(request.issueId, decision.value);
    return decision;
  });
};

function decideOne(request: IssueRequest, facts: IssueFacts): Decision<Issued> {
  const { coupon, stock, now } = facts;
  const { rule } = coupon;
  const no = (code: Parameters<typeof refuse>[0], details: Record<string, unknown> = {}) =>
    decline(refuse(code, { details: { name: rule.name, ...details } }));
  const { personId, groupId, holder } = request;
  if (facts.blacklisted.has(personId) && !request.promised) return no('coupon_blacklisted');
  if (rule.audience && !request.promised && !facts.inAudience.has(personId))
    return no('coupon_outside_audience', { segment: rule.audience.name });
  const link = request.linkId === undefined ? undefined : facts.links.get(request.linkId);
  if (request.linkId !== undefined) {
    if (!link) return no('link_unknown');
    if (link.closed || link.until <= now) return no('link_over');
    if (link.claimed >= link.limit) return no('link_used_up', { limit: link.limit });
  }
  const promised = holder === undefined ? 0 : (facts.reserved.get(holder) ?? 0);
  if (coupon.state !== 'open' && promised === 0) return no('coupon_not_open');
  const window = couponWindow(rule.validity, now);
  if (window.until <= now) return no('coupon_over');
  const person = facts.personOf.get(personId) ?? personId;
  const has = facts.perPerson.get(person) ?? 0;
  if (has >= rule.perPerson && !request.promised) return no('coupon_person_limit', { limit: rule.perPerson });
  const countId = groupId === undefined ? undefined : groupCountId(coupon._id, groupId);
  if (rule.perGroup && !request.promised) {
    if (groupId === undefined || countId === undefined) return no('coupon_needs_group');
    if (!facts.inGroup.has(`${groupId}:${personId}`)) return no('coupon_not_in_group');
    const cap = groupCap(rule.perGroup, facts.members.get(groupId) ?? 0);
    if ((facts.perGroup.get(countId) ?? 0) >= cap) return no('coupon_group_limit', { limit: cap });
  }
  if (promised === 0 && stock.issued + stock.reserved >= stock.stock) return no('coupon_sold_out');

  if (promised > 0) {
    facts.reserved.set(holder!, promised - 1);
    stock.reserved -= 1;
  }
  stock.issued += 1;
  facts.perPerson.set(person, has + 1);
  if (countId !== undefined) facts.perGroup.set(countId, (facts.perGroup.get(countId) ?? 0) + 1);
  if (link) link.claimed += 1;
  const issue = issueOf(request, facts, window);
  return accept({ issue, isNew: true, ...(promised > 0 ? { fromReserved: holder! } : {}) });
}

function issueOf(
  { issueId, personId, groupId, source }: IssueRequest,
  { coupon: { _id, version, rule }, now, newCode }: IssueFacts,
  { from, until }: { from: Date; until: Date },
): IssueRow {
  const remindAt = new Date(until.getTime() - rule.remindDaysBefore * DAY_MS);
  return {
    _id: issueId,
    couponId: _id,
    version,
    personId,
    ...(groupId === undefined ? {} : { groupId }),
    code: newCode(),
    source,
    at: now,
    name: rule.name,
    terms: rule.terms,
    stores: rule.stores,
    stacking: rule.stacking,
    note: rule.note,
    worthFen: couponWorthFen(rule.terms),
    validFrom: from,
    validUntil: until,
    state: 'held',
    // One that is given too late to be reminded in good time is not reminded at all.
    ...(rule.remindDaysBefore > 0 && remindAt > now ? { remindAt } : {}),
  };
}
