import { fc, test as prop } from '@fast-check/jest';
import { skinTest } from '@kouyi/shared/rules/intake-skin-test';
import { type GivenAnswer, mergeAnswers, progressOf, versionFor } from './rules';

const NOW = new Date('2036-11-22T12:00:00Z');

describe('two versions side by side', () => {
  prop.prop([fc.string(), fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 2 })])(
    'a person always gets the same one, whatever the order in which they are listed',
    (personId, running) => {
      const version = versionFor(running, 'qst', personId)!;
      expect(running).toContain(version);
      expect(versionFor([...running].reverse(), 'qst', personId)).toBe(version);
    },
  );

  test('take half of the people each, and the halves of one test say nothing about those of the next', () => {
    const people = Array.from({ length: 4_000 }, (_, i) => `psn_${i}`);
    const first = people.filter((id) => versionFor([1, 2], 'qst', id) === 1);
    // Five standard deviations of a fair coin.
    expect(Math.abs(first.length - 2_000)).toBeLessThan(160);
    const again = first.filter((id) => versionFor([2, 3], 'qst', id) === 2);
    expect(Math.abs(again.length - first.length / 2)).toBeLessThan(120);
    expect(versionFor([], 'qst', 'psn_1')).toBeUndefined();
  });
});

describe('answers that arrive late, twice and in any order', () => {
  const question = fc.constantFrom('wash', 'noon', 'pores', 'mark');
  const answer = fc.record({
    questionId: question,
    value: fc.constantFrom<string | null>('a', 'b', 'c', null),
    at: fc.integer({ min: 0, max: 20 }).map((s) => new Date(NOW.getTime() - s * 1000)),
  });
  const keptAfter = (batches: readonly (readonly GivenAnswer[])[]) =>
    batches.reduce((kept, batch) => mergeAnswers(skinTest, kept, batch, NOW) ?? kept, {});

  prop.prop([
    fc
      .array(answer, { maxLength: 14 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
  ])('end as they would have in order, once', ([sent, arrived]) => {
    const once = keptAfter([sent]);
    expect(keptAfter(arrived.map((each) => [each]))).toEqual(once);
    expect(mergeAnswers(skinTest, once, arrived, NOW)).toBeUndefined();
  });

  test('a phone whose clock runs ahead does not win for ever', () => {
    const ahead = keptAfter([[{ questionId: 'wash', value: 'a', at: new Date('2040-01-01T00:00:00Z') }]]);
    const later = mergeAnswers(
      skinTest,
      ahead,
      [{ questionId: 'wash', value: 'b', at: new Date(NOW.getTime() + 1_000) }],
      new Date(NOW.getTime() + 1_000),
    );
    expect(later?.['wash']?.value).toBe('b');
  });
});

test('progress is what was on the screen, and what was gone on from', () => {
  expect(progressOf(skinTest, {}, undefined)).toEqual({ reached: ['wash'], passed: [] });
  expect(progressOf(skinTest, { wash: 'a', noon: 'b' }, undefined).passed).toEqual(['wash', 'noon']);
  expect(progressOf(skinTest, { wash: 'a', noon: 'b' }, 'noon')).toEqual({
    reached: ['wash', 'noon'],
    passed: ['wash'],
  });
});
