import fc from 'fast-check';
import {
  attribute,
  type AttributionFacts,
  type AttributionRules,
  attributionInWords,
  type KocThen,
  SECOND_SHARE_MAX,
  type Touch,
} from './attribution';

const RULES: AttributionRules = {
  windowDays: 15,
  touch: 'last',
  ownPurchase: 'refuse',
  staff: 'exclude',
  levels: 2,
  secondSharePercent: 20,
};
const day = (n: number) => new Date(Date.UTC(2026, 10, n));
const koc = (more: Partial<KocThen> = {}): KocThen => ({ since: day(-100), isStaff: false, ...more });
const kocs = new Map([
  ['a', koc({ parentId: 'p' })],
  ['b', koc()],
  ['p', koc()],
  ['staff', koc({ isStaff: true })],
  ['new', koc({ since: day(21) })],
  ['gone', koc({ endedAt: day(19) })],
]);
const touch = (kocId: string, n: number, more: Partial<Touch> = {}): Touch => ({
  at: day(n),
  code: `code-${kocId}`,
  kocId,
  ...more,
});
const facts = (touches: Touch[], more: Partial<AttributionFacts> = {}): AttributionFacts => ({
  paidAt: day(20),
  buyerId: 'buyer',
  touches,
  kocs,
  ...more,
});
const verdicts = (given: AttributionFacts, rules = RULES) =>
  attribute(given, rules).considered.map(({ verdict }) => verdict);

test('the last touch counts, or the first where the brand says so', () => {
  const given = facts([touch('a', 10), touch('b', 12)]);
  expect(attribute(given, RULES)).toMatchObject({ by: 'link', kocId: 'b' });
  expect(attribute(given, { ...RULES, touch: 'first' })).toMatchObject({
    by: 'link',
    kocId: 'a',
    second: { kocId: 'p', sharePercent: 20 },
  });
});

test('a code on the order beats every link; a code that does not count gives way to them', () => {
  const direct = { code: 'code-a', kocId: 'a' };
  expect(attribute(facts([touch('b', 19)], { direct }), RULES)).toMatchObject({ by: 'code', kocId: 'a' });
  expect(verdicts(facts([touch('b', 19)], { direct }))).toEqual(['code_counts']);
  const own = attribute(facts([touch('b', 19)], { direct, buyerId: 'a' }), RULES);
  expect(own).toMatchObject({ by: 'link', kocId: 'b', code: { verdict: 'own_purchase' } });
});

test('each touch that does not count says why', () => {
  const given = facts([
    touch('b', 21),
    touch('b', 4),
    touch('b', 10, { expiresAt: day(9) }),
    touch('new', 11),
    touch('gone', 12),
    touch('staff', 13),
    touch('buyer-koc', 14),
  ]);
  const withOwn = new Map([...kocs, ['buyer-koc', koc()] as const]);
  expect(verdicts({ ...given, buyerId: 'buyer-koc', kocs: withOwn })).toEqual([
    'outside_window',
    'link_expired',
    'not_koc_then',
    'not_koc_then',
    'staff_excluded',
    'own_purchase',
    'after_payment',
  ]);
  expect(attribute(given, RULES)).toMatchObject({ by: 'none' });
  const lenient = { ...RULES, staff: 'allow', ownPurchase: 'allow' } as const;
  expect(attribute({ ...given, buyerId: 'buyer-koc', kocs: withOwn }, lenient).kocId).toBe('buyer-koc');
});

test('the window is closed on both sides: exactly so many days before counts, a moment more does not', () => {
  const edge = new Date(day(20).getTime() - 15 * 86_400_000);
  expect(verdicts(facts([touch('b', 0, { at: edge })]))).toEqual(['chosen']);
  expect(verdicts(facts([touch('b', 0, { at: new Date(edge.getTime() - 1) })]))).toEqual(['outside_window']);
  expect(verdicts(facts([touch('b', 0, { at: day(20) })]))).toEqual(['chosen']);
});

test('there are at most two levels, the second capped, whatever is asked for', () => {
  const chain = new Map([
    ['a', koc({ parentId: 'p' })],
    ['p', koc({ parentId: 'grandparent' })],
    ['grandparent', koc()],
  ]);
  const decision = attribute(facts([touch('a', 10)], { kocs: chain }), { ...RULES, secondSharePercent: 95 });
  expect(decision.second).toEqual({ kocId: 'p', sharePercent: SECOND_SHARE_MAX });
  expect(JSON.stringify(decision)).not.toContain('grandparent');
  expect(attribute(facts([touch('a', 10)]), { ...RULES, levels: 1 }).second).toBeUndefined();
  expect(attribute(facts([touch('a', 10)], { buyerId: 'p' }), RULES).second).toBeUndefined();
});

test('the order in which touches are found decides nothing, and exactly one is chosen when any counts', () => {
  const some = fc.array(
    fc.record({
      koc: fc.constantFrom('a', 'b', 'p', 'staff', 'new', 'gone'),
      n: fc.integer({ min: 1, max: 22 }),
    }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(some, fc.constantFrom('last' as const, 'first' as const), (given, rule) => {
      const touches = given.map(({ koc: id, n }) => touch(id, n));
      const rules = { ...RULES, touch: rule };
      const decision = attribute(facts(touches), rules);
      expect(attribute(facts([...touches].reverse()), rules)).toEqual(decision);
      const chosen = decision.considered.filter(({ verdict }) => verdict === 'chosen');
      // The same link at the same moment is one touch seen twice.
      expect(new Set(chosen.map(({ code }) => code)).size).toBe(decision.by === 'link' ? 1 : 0);
    }),
  );
});

test('a KOC reads why, in Chinese, whatever the outcome', () => {
  const decision = attribute(facts([touch('a', 10), touch('b', 12), touch('gone', 13)]), RULES);
  expect(attributionInWords(decision, 'b', RULES)).toContain('11月12日 08:00');
  expect(attributionInWords(decision, 'a', RULES)).toContain('另一位');
  expect(attributionInWords(decision, 'gone', RULES)).toContain('不是 KOC');
  expect(attributionInWords(decision, 'nobody', RULES)).toContain('没有人');
  for (const reader of ['a', 'b', 'p', 'gone', 'x'])
    expect(attributionInWords(decision, reader, RULES)).not.toContain('buyer');
});
