import fc from 'fast-check';
import { checkInPoints } from '@kouyi/shared/rules/decide';
import { DAY_MS, shanghaiDay } from '@kouyi/shared/rules/time';
import type { ActivityRule } from '@kouyi/shared/types';
import { Decisions, Progress } from '../../server/src/activities/model';
import { newId } from '../../server/src/kernel/ids';
import { native } from '../../server/src/kernel/store';
import { auditLedger } from '../../server/src/ledger';
import { Accounts, Transactions } from '../../server/src/ledger/model';
import { account } from '../../server/src/ledger/rules';
import { deliver, launch, personOf, ruleIn, type Said } from '../support/play';
import { startWorld, type World } from '../support/world';

/** What can be typed; a person always votes and answers the same, or the first to arrive would rightly decide. */
const WORDS = ['打卡', '报名', '喝水', '投票', '答题', '接龙', '闲聊'] as const;
type Word = (typeof WORDS)[number];

interface Typed {
  person: number;
  group: 0 | 1;
  word: Word;
  /** Days ago; the check-in began 9 days ago. */
  daysAgo: number;
  minute: number;
}

/** How events reach the door: in what order, how often each, in requests of what size, how many at once. */
interface Post {
  /** One sort key a delivery of the event; several: redelivered. */
  times: number[][];
  perRequest: number;
  atOnce: number;
}

const PEOPLE = 5;
const MILESTONES = [
  { days: 3, points: 20 },
  { days: 5, points: 50 },
];
const SIGN_UPS_EACH = 2;

const typed: fc.Arbitrary<Typed> = fc.record({
  person: fc.nat(PEOPLE - 1),
  group: fc.constantFrom(0, 1),
  // Check-ins are where order could matter most.
  word: fc.constantFrom<Word>('打卡', '打卡', '打卡', ...WORDS),
  daysAgo: fc.nat(9),
  minute: fc.nat(600),
});

const scenario = fc.array(typed, { minLength: 25, maxLength: 70 }).chain((events) =>
  fc.record({
    events: fc.constant(events),
    post: fc.record<Post>({
      times: fc.array(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 3 }), {
        minLength: events.length,
        maxLength: events.length,
      }),
      perRequest: fc.integer({ min: 1, max: 25 }),
      atOnce: fc.integer({ min: 1, max: 5 }),
    }),
  }),
);

const textOf = ({ word, person }: Typed): string => {
  switch (word) {
    case '打卡':
      return person % 2 === 0 ? '1' : '扣1！';
    case '投票':
      return `选${(person % 2) + 1}`;
    case '答题':
      return person % 2 === 0 ? '拿铁' : '美式';
    case '接龙':
      return `接龙 第${person}位 2杯`;
    case '闲聊':
      return '今天几点到货呀';
    default:
      return word;
  }
};

describe('exactly once', () => {
  let world: World;
  let key: string;
  beforeAll(async () => {
    world = await startWorld();
    key = await world.key(['simulator.use']);
  });
  afterAll(() => world.stop());

  /** Two groups and six activities of their own, in which the same people can do the same things again. */
  async function universe() {
    const name = newId('u');
    const rooms = [await world.room(`${name} 一群`, 0), await world.room(`${name} 二群`, 0)];
    const groupIds = rooms.map((room) => room.groupId);
    const began = new Date(midnight() - 9 * DAY_MS).toISOString();
    const base = ruleIn(world, 'sign_up', groupIds);
    const window = { startAt: began, endAt: base.window.endAt };
    const rules: Record<string, ActivityRule> = {
      打卡: ruleIn(world, 'check_in', groupIds, {
        window,
        checkIn: { makeUpsPerMonth: 2, makeUpWithinDays: 7, milestones: MILESTONES },
      }),
      报名: {
        ...base,
        window,
        triggers: ['报名'],
        limits: { perPerson: SIGN_UPS_EACH },
        reward: { points: 7 },
      },
      喝水: { ...base, window, triggers: ['喝水'], limits: { perPersonPerDay: 1 }, reward: { points: 1 } },
      投票: ruleIn(world, 'vote', groupIds, {
        window,
        reward: { points: 3 },
        vote: {
          options: [
            { trigger: '选1', label: '拿铁' },
            { trigger: '选2', label: '美式' },
          ],
        },
      }),
      答题: ruleIn(world, 'quiz', groupIds, {
        window,
        reward: { points: 11 },
        quiz: {
          question: '今日特价',
          options: [
            { trigger: '拿铁', label: '拿铁', correct: true },
            { trigger: '美式', label: '美式', correct: false },
          ],
        },
      }),
      接龙: ruleIn(world, 'relay', groupIds, { window, triggers: ['接龙'], reward: { points: 0 } }),
    };
    const ids: Record<string, string> = {};
    for (const [word, rule] of Object.entries(rules)) ids[word] = await launch(world, rule);
    return { name, rooms, ids, rules };
  }
  type Universe = Awaited<ReturnType<typeof universe>>;

  const midnight = () =>
    Math.floor((world.clock.now().getTime() + 8 * 3_600_000) / DAY_MS) * DAY_MS - 8 * 3_600_000;
  const saidIn = ({ name, rooms }: Universe, event: Typed, i: number): Said => ({
    eventId: `${name}-${i}`,
    groupId: rooms[event.group]!.channelGroupId,
    userId: `${name}-${event.person}`,
    name: `第${event.person}位`,
    text: textOf(event),
    at: new Date(midnight() - event.daysAgo * DAY_MS + event.minute * 60_000).toISOString(),
  });

  async function post(of: Universe, events: readonly Typed[], { times, perRequest, atOnce }: Post) {
    const queue = times
      .flatMap((keys, i) => keys.map((order) => ({ order, i })))
      .sort((a, b) => a.order - b.order)
      .map(({ i }) => saidIn(of, events[i]!, i));
    const requests: Said[][] = [];
    while (queue.length > 0) requests.push(queue.splice(0, perRequest));
    let accepted = 0;
    while (requests.length > 0) {
      const answers = await Promise.all(requests.splice(0, atOnce).map((each) => deliver(world, key, each)));
      for (const { status, body } of answers) {
        expect(status).toBe(200);
        expect(body.refused).toEqual([]);
        accepted += body.accepted;
      }
    }
    // Each event is taken once, however often and on how many connections at the same time it came.
    expect(accepted).toBe(events.length);
    await world.settle();
  }

  /** Everything that must not depend on the way of delivery. */
  async function resultOf({ name, ids }: Universe) {
    const wordOf = new Map(Object.entries(ids).map(([word, id]) => [id, word]));
    const people = Array.from({ length: PEOPLE }, (_, i) => personOf(`${name}-${i}`));
    const counted = await native(Decisions)
      .find({ activityId: { $in: Object.values(ids) }, outcome: 'counted' })
      .toArray();
    const participations = counted
      .map((row) => {
        const word = wordOf.get(row.activityId)!;
        const day = word === '打卡' || word === '喝水' ? row.day : '';
        return `${word} ${people.indexOf(row.personId)} ${day} ${row.option ?? ''} ${row.text ?? ''}`;
      })
      .sort();
    const progress = (
      await native(Progress)
        .find({ activityId: { $in: Object.values(ids) } })
        .toArray()
    )
      .filter((row) => row.counted > 0)
      .map(
        (row) =>
          `${wordOf.get(row.activityId)} ${people.indexOf(row.personId)} ${row.counted} ${row.points} ${row.days.join()}`,
      )
      .sort();
    const accounts = await native(Accounts)
      .find({ _id: { $in: people.map((id) => account.memberPoints(id)) } })
      .toArray();
    const entries = await native(Transactions)
      .find({ personId: { $in: people } })
      .toArray();
    const ledger = people.map((personId) => {
      const mine = entries.filter((entry) => entry.personId === personId);
      return {
        balance: accounts.find((row) => row._id.includes(personId))?.balance ?? 0,
        sum: mine.reduce(
          (sum, entry) => sum + entry.postings.filter((each) => each.account.includes(personId))[0]!.amount,
          0,
        ),
        entries: mine.length,
      };
    });
    return { participations, progress, ledger };
  }

  /** What the words of the rules promise, worked out without the engine. */
  function promised({ rules }: Universe, events: readonly Typed[], person: number): number {
    const mine = events.filter((event) => event.person === person);
    const dayOf = (event: Typed) =>
      shanghaiDay(new Date(midnight() - event.daysAgo * DAY_MS + event.minute * 60_000));
    const days = (word: Word) => [...new Set(mine.filter((event) => event.word === word).map(dayOf))];
    const did = (word: Word) => mine.filter((event) => event.word === word).length;
    return (
      checkInPoints(
        rules['打卡']!,
        days('打卡').sort((a, b) => a - b),
      ) +
      7 * Math.min(SIGN_UPS_EACH, did('报名')) +
      days('喝水').length +
      (did('投票') > 0 ? 3 : 0) +
      (did('答题') > 0 && person % 2 === 0 ? 11 : 0)
    );
  }

  test('any order, any repetition, any requests: the same participations, the same ledger', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ events, post: hostile }) => {
        const [plain, shaken] = [await universe(), await universe()];
        const inOrder = [...events.keys()].sort(
          (a, b) => events[b]!.daysAgo - events[a]!.daysAgo || events[a]!.minute - events[b]!.minute,
        );
        await post(plain, events, {
          times: events.map((_, i) => [inOrder.indexOf(i)]),
          perRequest: 500,
          atOnce: 1,
        });
        await post(shaken, events, hostile);
        const expected = await resultOf(plain);
        expect(await resultOf(shaken)).toEqual(expected);
        // All of it once more: nothing moves.
        const again = await deliver(
          world,
          key,
          events.map((event, i) => saidIn(shaken, event, i)),
        );
        expect(again.body).toEqual({ accepted: 0, duplicates: events.length, refused: [] });
        await world.settle();
        expect(await resultOf(shaken)).toEqual(expected);
        for (let person = 0; person < PEOPLE; person += 1) {
          const { balance, sum } = expected.ledger[person]!;
          expect([balance, sum]).toEqual([promised(plain, events, person), balance]);
        }
      }),
      { numRuns: 5, endOnFailure: true },
    );
    expect((await auditLedger()).findings).toEqual([]);
  }, 600_000);
});
