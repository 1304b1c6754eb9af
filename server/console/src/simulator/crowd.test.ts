import type { GroupView, RoomMessage } from '@kouyi/shared/contracts';
import { test as property, fc } from '@fast-check/jest';
import { crowdEvents, repeatsOf, replayEvents } from './crowd';

const room = (id: string): GroupView => ({
  id,
  channel: 'simulator',
  channelGroupId: `room-${id}`,
  name: id,
  unitId: 'u',
  unitName: 'u',
  tags: [],
  memberCount: 0,
  band: '',
  capabilities: { read: true, post: true },
  runningActivities: 0,
});
const speakers = (of: string, n: number) =>
  Array.from({ length: n }, (_, i) => ({ userId: `${of}-${i}`, name: `${i}` }));

describe('a crowd', () => {
  property.prop([fc.nat(30), fc.nat(30), fc.integer({ min: 1, max: 4 })])(
    'lets everybody of every room speak once, under names of their own',
    (a, b, texts) => {
      const events = crowdEvents(
        [
          { room: room('a'), speakers: speakers('a', a) },
          { room: room('b'), speakers: speakers('b', b) },
        ],
        Array.from({ length: texts }, (_, i) => String(i)),
      ).map((make) => make(new Date(0)));
      expect(events).toHaveLength(a + b);
      expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(a + b);
      expect(new Set(events.map(({ userId }) => userId)).size).toBe(a + b);
      for (const { groupId, userId } of events) expect(groupId).toBe(`room-${userId.slice(0, 1)}`);
    },
  );

  property.prop([
    fc.array(fc.integer({ min: 1, max: 25 }), { maxLength: 20 }),
    fc.integer({ min: 0, max: 100 }),
  ])('delivers exactly its share twice, however the batches fall', (sizes, percent) => {
    let sent = 0;
    let again = 0;
    for (const size of sizes) {
      again += repeatsOf(
        Array.from({ length: size }, (_, i) => i),
        sent,
        percent,
      ).length;
      sent += size;
    }
    expect(again).toBe(Math.floor((sent * percent) / 100));
  });
});

test('a replay lets the same people say the same in the same order, as new messages; the bot is left out', () => {
  const said = (at: number, from: 'member' | 'bot', userId: string, text: string): RoomMessage => ({
    id: `1:simulator:${userId}${at}`,
    at: new Date(at).toISOString(),
    from,
    kind: 'message',
    userId,
    name: userId,
    text,
  });
  const events = replayEvents([
    {
      room: room('a'),
      messages: [said(3, 'member', 'x', '1'), said(2, 'bot', 'b', '收到'), said(1, 'member', 'y', '2')],
    },
    { room: room('b'), messages: [said(2, 'member', 'z', '扣1')] },
  ]).map((say) => say(new Date(9)));
  expect(events.map(({ groupId, userId, text }) => [groupId, userId, text])).toEqual([
    ['room-a', 'y', '2'],
    ['room-b', 'z', '扣1'],
    ['room-a', 'x', '1'],
  ]);
  expect(
    events.every(({ at, eventId }) => at === new Date(9).toISOString() && !eventId.includes('simulator')),
  ).toBe(true);
});
