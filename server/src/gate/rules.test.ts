import { fc, test as prop } from '@fast-check/jest';
import { DAY_MS, HOUR_MS, shanghaiParts } from '@kouyi/shared/rules/time';
import {
  backoffMs,
  DEFAULT_GATE,
  type GateFacts,
  gateDecision,
  type LineKind,
  quietUntil,
  STALE_MS,
} from './rules';

const shanghai = (text: string) => new Date(`2026-11-${text}+08:00`);
const NOON = shanghai('21T12:00:00');
const NIGHT = shanghai('21T23:00:00');
const ago = (now: Date, seconds: number) => new Date(now.getTime() - seconds * 1000);

const facts = (now: Date, more: Partial<GateFacts> = {}): GateFacts => ({
  kind: 'answer',
  causedAt: now,
  canPost: true,
  sentAt: [],
  settings: DEFAULT_GATE,
  ...more,
});

const anyKind = fc.constantFrom<LineKind>('answer', 'reply', 'welcome', 'closing');
const anyClock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const anySettings = fc.record({
  quietHours: fc.record({ from: anyClock, to: anyClock }),
  maxPerGroupPerHour: fc.integer({ min: 1, max: 8 }),
  maxPerGroupPerDay: fc.integer({ min: 1, max: 12 }),
  minGapSeconds: fc.integer({ min: 0, max: 600 }),
});
const anyNow = fc.integer({ min: 0, max: 2 * 1440 * 60 }).map((s) => new Date(NOON.getTime() + s * 1000));
const anyFacts = fc.tuple(anyNow, anyKind, anySettings).chain(([now, kind, settings]) =>
  fc.record({
    now: fc.constant(now),
    kind: fc.constant(kind),
    settings: fc.constant(settings),
    canPost: fc.constantFrom(true, true, true, false, undefined),
    causedAt: fc.integer({ min: 0, max: 50_000 }).map((s) => ago(now, s)),
    sentAt: fc
      .array(fc.integer({ min: 0, max: 86_400 }), { maxLength: 15 })
      .map((all) => all.sort((a, b) => a - b).map((s) => ago(now, s))),
  }),
);

describe('the gate', () => {
  prop.prop([anyFacts])('lets nothing through that breaks a limit', ({ now, ...of }) => {
    fc.pre(gateDecision(of, now).verdict === 'send');
    const { settings, sentAt } = of;
    const within = (ms: number) => sentAt.filter((each) => now.getTime() - each.getTime() < ms).length;
    expect(of.canPost).toBe(true);
    expect(within(HOUR_MS)).toBeLessThan(settings.maxPerGroupPerHour);
    expect(within(DAY_MS)).toBeLessThan(settings.maxPerGroupPerDay);
    if (sentAt[0])
      expect(now.getTime() - sentAt[0].getTime()).toBeGreaterThanOrEqual(settings.minGapSeconds * 1000);
    expect(now.getTime() - of.causedAt.getTime()).toBeLessThan(STALE_MS[of.kind]);
    if (of.kind === 'welcome' || of.kind === 'closing') expect(quietUntil(settings, now)).toBeUndefined();
  });

  prop.prop([anyFacts])('a wait ends later than now and before the line is stale', ({ now, ...of }) => {
    const decision = gateDecision(of, now);
    fc.pre(decision.verdict === 'wait');
    const { until } = decision;
    expect(until > now).toBe(true);
    expect(until.getTime() - of.causedAt.getTime()).toBeLessThan(STALE_MS[of.kind]);
  });

  prop.prop([anyFacts])('every line is said or refused after finitely many looks', ({ now, ...of }) => {
    let at = now;
    for (let looks = 0; looks < 20; looks += 1) {
      const decision = gateDecision(of, at);
      if (decision.verdict !== 'wait') return;
      at = decision.until;
    }
    throw new Error('still waiting');
  });

  prop.prop([anyFacts])('always says why, in Chinese', ({ now, ...of }) => {
    const { code, reason } = gateDecision(of, now);
    expect(code).toMatch(/^[a-z_]+$/);
    expect(reason).toMatch(/[\u4e00-\u9fff].*。$/);
  });
});

describe('at night', () => {
  test('who just typed is answered', () => {
    expect(gateDecision(facts(NIGHT, { causedAt: ago(NIGHT, 60) }), NIGHT).verdict).toBe('send');
  });

  test('who typed six minutes ago is not woken by the answer', () => {
    const decision = gateDecision(facts(NIGHT, { causedAt: ago(NIGHT, 360) }), NIGHT);
    expect(decision).toMatchObject({ verdict: 'refuse', code: 'quiet_hours' });
  });

  test('a welcome waits for the morning', () => {
    const decision = gateDecision(facts(NIGHT, { kind: 'welcome' }), NIGHT);
    expect(decision).toMatchObject({ verdict: 'wait', until: shanghai('22T07:30:00'), code: 'quiet_hours' });
  });

  test('a closing that would be half a day old in the morning is refused', () => {
    const causedAt = shanghai('21T19:00:00');
    const decision = gateDecision(facts(NIGHT, { kind: 'closing', causedAt }), NIGHT);
    expect(decision).toMatchObject({ verdict: 'refuse', code: 'quiet_hours' });
  });

  test.each([
    ['21T22:29:59', undefined],
    ['21T22:30:00', '22T07:30:00'],
    ['22T00:00:00', '22T07:30:00'],
    ['22T07:29:59', '22T07:30:00'],
    ['22T07:30:00', undefined],
  ])('quiet at %s ends %s', (now, until) => {
    expect(quietUntil(DEFAULT_GATE, shanghai(now))).toEqual(until && shanghai(until));
  });

  prop.prop([anySettings, anyNow])(
    'quiet hours end outside of quiet hours, within a day',
    (settings, now) => {
      const until = quietUntil(settings, now);
      fc.pre(until !== undefined);
      expect(until.getTime() - now.getTime()).toBeLessThanOrEqual(DAY_MS);
      expect(quietUntil(settings, until)).toBeUndefined();
      expect(shanghaiParts(until).second).toBe(0);
    },
  );
});

describe('limits of a group', () => {
  test('a full hour lets the line wait until the oldest falls out', () => {
    const settings = { ...DEFAULT_GATE, maxPerGroupPerHour: 2 };
    const sentAt = [ago(NOON, 60), ago(NOON, 3_400), ago(NOON, 3_500)];
    expect(gateDecision(facts(NOON, { settings, sentAt }), NOON)).toMatchObject({
      verdict: 'wait',
      code: 'hour_cap',
      until: new Date(NOON.getTime() + 200_000),
    });
  });

  test('an answer that would have to wait for half an hour is refused at once', () => {
    const settings = { ...DEFAULT_GATE, maxPerGroupPerHour: 1 };
    const decision = gateDecision(facts(NOON, { settings, sentAt: [ago(NOON, 1_800)] }), NOON);
    expect(decision).toMatchObject({ verdict: 'refuse', code: 'hour_cap' });
  });

  test('two lines keep their distance', () => {
    const decision = gateDecision(facts(NOON, { sentAt: [ago(NOON, 1)] }), NOON);
    expect(decision).toMatchObject({ verdict: 'wait', code: 'min_gap' });
  });
});

test('where the bot can’t post the reason points to the card', () => {
  const decision = gateDecision(facts(NOON, { canPost: false }), NOON);
  expect(decision).toMatchObject({ verdict: 'refuse', code: 'channel_cannot_post' });
  expect(decision.reason).toContain('小程序卡片');
});

test('a channel that stays down is tried less and less often, but at least every five minutes', () => {
  const waits = Array.from({ length: 40 }, (_, i) => backoffMs(i + 1));
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits[0]).toBe(2_000);
  expect(waits.at(-1)).toBe(300_000);
});
