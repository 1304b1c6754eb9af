import { startWorld, type World } from '../../../test/support/world';
import { native } from '../kernel/store';
import { personIdOf } from '../people';
import { bot } from '.';
import { Journal, type JournalRow } from './model';
import { partitionOf } from './partitions';

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

/** A message as its door stores it, while that door has not handed it over. */
async function storedMessage(eventId: string): Promise<JournalRow> {
  const { groupId } = await world.room('咖啡 1 群', 1);
  const partition = partitionOf(groupId, bot().door.partitions);
  const at = world.clock.now();
  const row: JournalRow = {
    _id: `${partition}:simulator:${eventId}`,
    partition,
    channel: 'simulator',
    eventId,
    groupId,
    userId: 'u1',
    personId: personIdOf('simulator', 'u1'),
    kind: 'message',
    text: '1',
    at,
    receivedAt: at,
    pending: true,
  };
  await native(Journal).insertOne(row);
  return row;
}

const isPending = async ({ _id }: JournalRow) => (await native(Journal).findOne({ _id }))?.pending === true;

test('however long a door takes, the sweep leaves alone what it has not handed over, and takes up what it never does', async () => {
  const { engine } = bot();
  const row = await storedMessage('m1');
  const done = engine.expect([row]);
  await engine.drain();
  expect(await isPending(row)).toBe(true);
  done();
  await engine.drain();
  expect(await isPending(row)).toBe(false);
});

test('what is left while somebody else is still looking is taken up by whoever looks after that', async () => {
  const { engine } = bot();
  const row = await storedMessage('m2');
  const done = engine.expect([row]);
  // It has begun to read when the door gives the row up: what it read is old.
  const looking = engine.drain();
  await new Promise(setImmediate);
  done();
  await engine.drain();
  expect(await isPending(row)).toBe(false);
  await looking;
});
