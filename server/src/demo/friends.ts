import { createTag, definedNames, giveTag } from '../tags';
import { daysBefore, operator } from './ground';
import type { Chapter } from './story';

const TAG = { name: '老朋友', kind: 'consumer', note: '店里认得的人，手工给' } as const;

/** Whom the stores know by face: their place in the line, how many days ago it was written down, and why. */
const FRIENDS: readonly [place: number, ago: number, reason: string][] = [
  [3, 33, '每天第一杯都在静安店，进门不用说喝什么'],
  [9, 29, '带过两位同事来，三个人常坐靠窗那桌'],
  [14, 24, '从开业那周就在，生日在店里过的'],
  [26, 20, '咖啡群里有人问冲煮，都是 TA 先答'],
  [612, 17, '护肤群里常帮新人看成分表'],
  [730, 11, '试用装用完会回来写感受，好坏都说'],
  [910, 6, '天河店的老熟人，周末带孩子来'],
  [948, 2, '上次漏发的小样，等了一周还替我们解释'],
];

/** People of the stores give a tag by hand, each time with a reason in words. */
export const friendChapters = (people: readonly string[], at: Date): Chapter[] =>
  FRIENDS.map(([place, ago, reason]) => ({
    at: daysBefore(at, ago),
    tell: () => give(people[place]!, reason),
  }));

async function give(personId: string, reason: string): Promise<void> {
  const known = new Map(await definedNames());
  const tagId = known.get(TAG.name) ?? (await createTag(operator(), { ...TAG, acceptEverybody: false }))._id;
  await giveTag(operator(), { personId, tagId, reason });
}
