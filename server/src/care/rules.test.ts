import { fc, test as prop } from '@fast-check/jest';
import { assertNoSelling, type Candidate, chooseAdviser, threadStates } from './rules';

const candidate: fc.Arbitrary<Candidate> = fc.record({
  id: fc.uuid(),
  onDuty: fc.boolean(),
  reach: fc.option(
    fc.subarray(['east', 'west', 'north']).map((units) => new Set(units)),
    { nil: undefined },
  ),
  open: fc.nat(5),
});
const units = fc.subarray(['east', 'west', 'north', 'nowhere']);

prop.prop([fc.array(candidate, { maxLength: 8 }), units])(
  'whoever is chosen is on duty, reaches the person, and nobody nearer has fewer threads',
  (all, unitIds) => {
    const chosen = chooseAdviser(all, unitIds);
    const reaches = ({ reach }: Candidate) =>
      reach === undefined || unitIds.length === 0 || unitIds.some((unit) => reach.has(unit));
    const able = all.filter((each) => each.onDuty && reaches(each));
    expect(chosen === undefined).toBe(able.length === 0);
    if (!chosen) return;
    expect(able).toContain(chosen);
    const near = (each: Candidate) =>
      each.reach !== undefined && unitIds.some((unit) => each.reach!.has(unit));
    for (const other of able) {
      if (near(other) && !near(chosen)) throw new Error('somebody nearer was there');
      if (near(other) === near(chosen) && (other.reach === undefined) === (chosen.reach === undefined))
        expect(other.open).toBeGreaterThanOrEqual(chosen.open);
    }
  },
);

prop.prop([fc.array(candidate, { maxLength: 8 }), units])(
  'the order of advisers is no matter',
  (all, unitIds) => {
    expect(chooseAdviser([...all].reverse(), unitIds)?.id).toBe(chooseAdviser(all, unitIds)?.id);
  },
);

test('nothing sells in a thread, however it is spaced; advice passes', () => {
  expect(() => assertNoSelling('现在下 单立减 50')).toThrow('text sells');
  expect(() => assertNoSelling('换一支温和的洁面，早上只用清水。')).not.toThrow();
});

test('a closed thread opens again by whoever writes, and closes once', () => {
  expect(threadStates.mayMove('closed', 'waiting')).toBe(true);
  expect(threadStates.mayMove('closed', 'answered')).toBe(true);
  expect(threadStates.mayMove('closed', 'closed')).toBe(false);
});
