import type { GroupView } from '@kouyi/shared/contracts';
import { test as property, fc } from '@fast-check/jest';
import { crowdEvents, repeatsOf } from './crowd';

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
      const events = crowdEvents({
        rooms: [
          { room: room('a'), speakers: speakers('a', a) },
          { room: room('b'), speakers: speakers('b', b) },
        ],
        texts: Array.from({ length: texts }, (_, i) => String(i)),
        perSecond: 1,
        repeatPercent: 0,
      }).map((make) => make(new Date(0)));
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
