import type { RoomMessage } from '@kouyi/shared/contracts';
import { LruMap } from '../../kernel/collections';
import { publishRoom } from '../../kernel/room-feed';
import type { ChannelAdapter } from '../channel';

/** Name of the simulator channel. */
export const SIMULATOR = 'simulator';

const shown = new LruMap<string, true>(10_000);

/**
 * Says a line in a room of the simulator: whoever looks at the room sees it at once. The line that the gate keeps
 * is the record, under the same id, so that a line said again after a crash is still one line in the room.
 */
export const simulatorChannel: ChannelAdapter = {
  name: SIMULATOR,
  send({ key, groupId, text, card, persona, at }) {
    if (shown.get(key)) return Promise.resolve();
    shown.set(key, true);
    const message: RoomMessage = {
      id: key,
      at: at.toISOString(),
      from: 'bot',
      kind: 'message',
      name: persona,
      text,
      ...(card ? { card } : {}),
    };
    publishRoom(groupId, { type: 'message', groupId, message });
    return Promise.resolve();
  },
};
