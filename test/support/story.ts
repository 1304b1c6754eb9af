import { Decisions } from '../../server/src/activities/model';
import { newId } from '../../server/src/kernel/ids';
import { native } from '../../server/src/kernel/store';
import { deliver, personOf, type Said } from './play';
import type { World } from './world';

/** People talking in rooms of a world, one line at a time, and what became of each. */
export interface Story {
  readonly key: string;
  /** Somebody types; answers what was decided about it (undefined: no rule listened). */
  says(
    room: { channelGroupId: string },
    userId: string,
    text: string,
    at?: Date,
  ): Promise<string | undefined>;
  /** Somebody joins; nothing is decided about that. */
  joins(room: { channelGroupId: string }, userId: string, at: Date): Said;
  /** A person's points, as the ledger says. */
  points(userId: string): Promise<number>;
  /** What the bot said in a room, oldest first. */
  botLines(groupId: string): Promise<string[]>;
}

/** Begins a story: with a key for the simulator's door. */
export async function storyIn(world: World): Promise<Story> {
  const key = await world.key(['simulator.use']);
  return {
    key,
    async says(room, userId, text, at = world.clock.now()) {
      const eventId = newId('e');
      const said: Said = {
        eventId,
        groupId: room.channelGroupId,
        userId,
        name: userId,
        text,
        at: at.toISOString(),
      };
      expect((await deliver(world, key, [said])).body).toEqual({ accepted: 1, duplicates: 0, refused: [] });
      await world.settle();
      const rows = await native(Decisions)
        .find({ messageId: { $regex: `:simulator:${eventId}$` } })
        .toArray();
      return (rows.find((row) => row.outcome !== 'lower_priority') ?? rows[0])?.outcome;
    },
    joins: (room, userId, at) => ({
      eventId: newId('j'),
      groupId: room.channelGroupId,
      userId,
      name: userId,
      kind: 'join',
      at: at.toISOString(),
    }),
    async points(userId) {
      const { body } = (await world.admin.get(`/api/people/${personOf(userId)}`).expect(200)) as {
        body: { person: { points: number } };
      };
      return body.person.points;
    },
    async botLines(groupId) {
      const { body } = (await world.admin.get(`/api/groups/${groupId}/messages?limit=200`).expect(200)) as {
        body: { items: { from: string; text: string }[] };
      };
      return body.items
        .filter((item) => item.from === 'bot')
        .map((item) => item.text)
        .reverse();
    },
  };
}
