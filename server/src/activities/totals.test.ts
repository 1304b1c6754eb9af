import { native } from '../kernel/store';
import { newTally, Tallies, type TallyDoc } from './model';
import { talliesOf, totalsOf, votesIn } from './totals';
import { useDatabase } from '../../../test/support/database';

useDatabase();

/** An activity in so many groups, of which the i-th counted i times, one of them today. */
const playedIn = (activityId: string, groups: number) =>
  native(Tallies).insertMany(
    Array.from({ length: groups }, (_, i): TallyDoc => ({
      ...newTally(activityId, `grp_${i}`),
      counted: i,
      points: 5 * i,
      perDay: i === 0 ? { '7': 0 } : { '6': i - 1, '7': 1 },
      options: i % 2 === 0 ? { '1': i } : { '1': i, 二: 1 },
    })),
  );

test('what is asked for together is added up apart, for few groups and for many, however often', async () => {
  await playedIn('act_few', 3);
  await playedIn('act_many', 201);
  const asked = ['act_few', 'act_many', 'act_none'];
  const expected = [
    { counted: 3, points: 15, today: 2 },
    { counted: 20_100, points: 100_500, today: 200 },
    { counted: 0, points: 0, today: 0 },
  ];
  for (let again = 0; again < 3; again += 1)
    expect(asked.map(await totalsOf(asked, 7))).toMatchObject(expected);
  expect((await totalsOf(['act_many'], 6))('act_many').today).toBe(19_900);
  for (let again = 0; again < 2; again += 1) {
    expect(votesIn(await talliesOf('act_few'))).toEqual({ '1': 3, 二: 1 });
    expect(votesIn(await talliesOf('act_many'))).toEqual({ '1': 20_100, 二: 100 });
  }
});

test('in few groups everybody sees what was counted a moment ago', async () => {
  await playedIn('act_small', 5);
  expect((await totalsOf(['act_small'], 7))('act_small').counted).toBe(10);
  await native(Tallies).updateOne({ _id: 'act_small:grp_2' }, { $inc: { counted: 1 } });
  expect((await totalsOf(['act_small'], 7))('act_small').counted).toBe(11);
});
