import { fc, test as property } from '@fast-check/jest';
import { isRootAdmin, mayTryPassword, rightsOf, sessionUntil, SESSION_IDLE_MS } from './rules';

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 5) + minutes * 60_000);

describe('trying passwords', () => {
  test('the eleventh within a quarter of an hour must wait until the first no longer counts', () => {
    const wrong = Array.from({ length: 10 }, (_, i) => at(i));
    const decision = mayTryPassword(wrong, at(10));
    expect(decision).toMatchObject({
      accepted: false,
      refusal: { code: 'too_many_attempts', details: { seconds: 300 } },
    });
    expect(mayTryPassword(wrong, at(15))).toMatchObject({ accepted: true });
  });

  property.prop([
    fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 40 }),
    fc.integer({ min: 121, max: 200 }),
  ])(
    'never allows ten wrong ones inside any quarter of an hour, and says exactly how long to wait',
    (minutes, nowMinute) => {
      const wrong = minutes.map(at);
      const counting = wrong.filter((each) => at(nowMinute).getTime() - each.getTime() < 15 * 60_000);
      const decision = mayTryPassword(wrong, at(nowMinute));
      expect(decision.accepted).toBe(counting.length < 10);
      if (decision.accepted) return;
      const seconds = decision.refusal.details!['seconds'] as number;
      const later = (s: number) => new Date(at(nowMinute).getTime() + s * 1000);
      expect(mayTryPassword(wrong, later(seconds)).accepted).toBe(true);
      expect(mayTryPassword(wrong, later(seconds - 1)).accepted).toBe(false);
    },
  );
});

describe('sessions and roles', () => {
  test('a session slides with use, never beyond its end', () => {
    expect(sessionUntil(at(0), at(60 * 24 * 30)).getTime()).toBe(at(0).getTime() + SESSION_IDLE_MS);
    expect(sessionUntil(at(0), at(5))).toEqual(at(5));
  });

  test('only an active admin at the root is a full administrator', () => {
    const admin = { role: 'admin', unitId: 'root' } as const;
    expect(isRootAdmin({ active: true, roles: [admin] }, 'root')).toBe(true);
    expect(isRootAdmin({ active: false, roles: [admin] }, 'root')).toBe(false);
    expect(isRootAdmin({ active: true, roles: [{ ...admin, unitId: 'store' }] }, 'root')).toBe(false);
  });

  test('rights of two roles are their union, each once', () => {
    const rights = rightsOf([{ role: 'store' }, { role: 'finance' }]);
    expect(new Set(rights).size).toBe(rights.length);
    expect(rights).toEqual(expect.arrayContaining(['activities.run', 'ledger.read']));
    expect(rights).not.toContain('org.write');
  });
});
