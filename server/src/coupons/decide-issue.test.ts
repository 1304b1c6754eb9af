import { fc, test as prop } from '@fast-check/jest';
import type { CouponState } from '@kouyi/shared/types';
import { COUPON_TEMPLATES } from '@kouyi/shared/rules/coupon-templates';
import { groupCap } from '@kouyi/shared/rules/decide';
import { decideIssues, type IssueFacts, type IssueRequest } from './decide-issue';
import { groupCountId, type IssueRow } from './model';

const NOW = new Date('2036-11-22T12:00:00Z');
const HOLDER = 'activity:a';

interface Setup {
  stock: number;
  perPerson: number;
  reserved: number;
  state?: CouponState;
  perGroup?: { sharePercent: number };
  blacklisted?: string[];
}

function factsOf({
  stock,
  perPerson,
  reserved,
  state = 'open',
  perGroup,
  blacklisted = [],
}: Setup): IssueFacts {
  let codes = 0;
  const held = Math.min(reserved, stock);
  return {
    now: NOW,
    coupon: {
      _id: 'c',
      version: 1,
      state,
      rule: { ...COUPON_TEMPLATES[0]!.rule, stock, perPerson, ...(perGroup ? { perGroup } : {}) },
      unitId: 'unt_root',
      createdAt: NOW,
      createdBy: 'x',
      updatedAt: NOW,
    },
    stock: { _id: 'c', stock, issued: 0, reserved: held },
    reserved: new Map([[HOLDER, held]]),
    had: new Map(),
    perPerson: new Map(),
    personOf: new Map([['twin', 'p1']]),
    perGroup: new Map(),
    members: new Map([
      ['g1', 12],
      ['g2', 40],
    ]),
    inAudience: new Set(),
    inGroup: new Set(['g1', 'g2'].flatMap((g) => people.map((p) => `${g}:${p}`))),
    blacklisted: new Set(blacklisted),
    links: new Map([['l', { until: new Date(NOW.getTime() + 1), limit: 3, closed: false, claimed: 0 }]]),
    newCode: () => `Q${(codes += 1)}`,
  };
}

const people = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
const request = fc
  .record({
    issueId: fc.integer({ min: 0, max: 60 }).map((n) => `i${n}`),
    personId: fc.constantFrom(...people),
    groupId: fc.constantFrom('g1', 'g2', undefined),
    holder: fc.constantFrom(HOLDER, undefined),
    linkId: fc.constantFrom('l', undefined),
  })
  .map((each): IssueRequest => ({ ...each, source: { kind: 'staff', id: 's', words: '' } }));
const setup = fc.record(
  {
    stock: fc.integer({ min: 0, max: 20 }),
    perPerson: fc.integer({ min: 1, max: 4 }),
    reserved: fc.integer({ min: 0, max: 20 }),
    perGroup: fc.record({ sharePercent: fc.integer({ min: 1, max: 100 }) }),
  },
  { requiredKeys: ['stock', 'perPerson', 'reserved'] },
);
const requests = fc.array(request, { maxLength: 80 });

const newOnes = (decisions: ReturnType<typeof decideIssues>): IssueRow[] =>
  decisions.flatMap((each) => (each.accepted && each.value.isNew ? [each.value.issue] : []));

prop.prop([setup, requests])(
  'never more than the stock, a person’s limit, a group’s quota, a link’s limit',
  (of, asked) => {
    const facts = factsOf(of);
    const given = newOnes(decideIssues(asked, facts));
    expect(given.length).toBeLessThanOrEqual(of.stock);
    expect(facts.stock.issued).toBe(given.length);
    expect(facts.stock.issued + facts.stock.reserved).toBeLessThanOrEqual(of.stock);
    expect(facts.stock.reserved).toBe(facts.reserved.get(HOLDER));
    for (const person of people)
      expect(given.filter(({ personId }) => personId === person).length).toBeLessThanOrEqual(of.perPerson);
    if (of.perGroup)
      for (const [group, members] of facts.members)
        expect(given.filter(({ groupId }) => groupId === group).length).toBeLessThanOrEqual(
          groupCap(of.perGroup, members),
        );
    expect(facts.links.get('l')!.claimed).toBeLessThanOrEqual(3);
  },
);

prop.prop([setup, requests])('the same request gets the same coupon, also within one batch', (of, asked) => {
  const facts = factsOf(of);
  const decisions = decideIssues([...asked, ...asked], facts);
  const codes = new Map<string, string>();
  decisions.forEach((each, i) => {
    if (!each.accepted) return;
    const { issueId } = [...asked, ...asked][i]!;
    const { code } = each.value.issue;
    expect(codes.get(issueId) ?? code).toBe(code);
    codes.set(issueId, code);
  });
  expect(new Set(codes.values()).size).toBe(facts.stock.issued);
});

prop.prop([setup, requests, fc.nat()])('batches decide as one by one would', (of, asked, cut) => {
  const whole = factsOf(of);
  const parts = factsOf(of);
  const at = asked.length === 0 ? 0 : cut % asked.length;
  const inOne = decideIssues(asked, whole);
  const first = decideIssues(asked.slice(0, at), parts);
  const had = new Map(newOnes(first).map((issue) => [issue._id, issue]));
  const second = decideIssues(asked.slice(at), { ...parts, had });
  const outcome = (each: (typeof inOne)[number]) =>
    each.accepted ? each.value.issue._id : each.refusal.code;
  expect([...first, ...second].map(outcome)).toEqual(inOne.map(outcome));
});

const ask = (more: Partial<IssueRequest> = {}): IssueRequest => ({
  issueId: 'one',
  personId: 'p1',
  source: { kind: 'staff', id: 's', words: '' },
  ...more,
});
const refusalOf = (of: Partial<Setup>, more?: Partial<IssueRequest>) => {
  const [decision] = decideIssues([ask(more)], factsOf({ stock: 1, perPerson: 1, reserved: 0, ...of }));
  return decision!.accepted ? undefined : decision!.refusal.code;
};

test.each<{ code: string | undefined; of: Partial<Setup>; more?: Partial<IssueRequest> }>([
  { code: undefined, of: {} },
  { code: 'coupon_sold_out', of: { stock: 0 } },
  { code: 'coupon_not_open', of: { state: 'paused' } },
  { code: 'coupon_blacklisted', of: { blacklisted: ['p1'] } },
  { code: 'coupon_needs_group', of: { perGroup: { sharePercent: 20 } } },
  { code: 'coupon_not_in_group', of: { perGroup: { sharePercent: 20 } }, more: { groupId: 'g3' } },
  { code: 'link_unknown', of: {}, more: { linkId: 'nowhere' } },
  // What is held back for an activity is not for others …
  { code: 'coupon_sold_out', of: { reserved: 1 } },
  // … and what was promised is given, also when the design has been paused since.
  { code: undefined, of: { reserved: 1, state: 'paused' }, more: { holder: HOLDER } },
])('$code', ({ code, of, more }) => {
  expect(refusalOf(of, more)).toBe(code);
});

test('whoever has two identities has one limit', () => {
  const facts = factsOf({ stock: 9, perPerson: 2, reserved: 0 });
  const asked = ['p1', 'twin', 'p1', 'twin', 'p2'].map((personId, i) => ask({ issueId: `i${i}`, personId }));
  const decisions = decideIssues(asked, facts);
  expect(decisions.map((each) => each.accepted || each.refusal.code)).toEqual([
    true,
    true,
    'coupon_person_limit',
    'coupon_person_limit',
    true,
  ]);
});

test('20% of a group is rounded down, but at least one', () => {
  const facts = factsOf({ stock: 50, perPerson: 9, reserved: 0, perGroup: { sharePercent: 20 } });
  const asked = Array.from({ length: 9 }, (_, i) =>
    ask({ issueId: `i${i}`, personId: people[i % 6]!, groupId: 'g1' }),
  );
  // 20% of 12 is 2.4.
  expect(newOnes(decideIssues(asked, facts))).toHaveLength(2);
  expect(facts.perGroup.get(groupCountId('c', 'g1'))).toBe(2);
});

test('a coupon for a segment is given to its people, and to whom it was promised before', () => {
  const facts = factsOf({ stock: 5, perPerson: 2, reserved: 1 });
  const audience = { segmentId: 'seg_1', name: '干皮' };
  const narrowed: IssueFacts = {
    ...facts,
    coupon: { ...facts.coupon, rule: { ...facts.coupon.rule, audience } },
    inAudience: new Set(['p1']),
  };
  const to = (issueId: string, personId: string, more: Partial<IssueRequest> = {}): IssueRequest => ({
    issueId,
    personId,
    source: { kind: 'staff', id: 's', words: '' },
    ...more,
  });
  const decisions = decideIssues(
    [to('a', 'p1'), to('b', 'p2'), to('c', 'p2', { holder: HOLDER, promised: true })],
    narrowed,
  );
  expect(decisions.map(({ accepted }) => accepted)).toEqual([true, false, true]);
  expect(decisions[1]).toMatchObject({ refusal: { code: 'coupon_outside_audience' } });
});
