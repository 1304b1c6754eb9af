/**
 * The simulator channel: rooms, members and messages without WeChat.
 *
 * People speak through a WebSocket (or in bulk through the bot's event door), the bot answers through the same
 * gate and the same port as on any other channel. Nothing here is stored: what people say is in the journal,
 * what the bot says is in the gate's log.
 */
import { contracts } from '@kouyi/shared/contracts';
import type { Domain } from '../../kernel/domain';
import { route } from '../../kernel/http';
import { registerChannel } from '../channel';
import { simulatorChannel } from './adapter';
import { createRoom } from './rooms';

export { SIMULATOR, simulatorChannel } from './adapter';
export { nicknames, seededChance, seedOf } from './nicknames';
export { attachSimulatorSocket } from './socket';

export const simulatorDomain: Domain = {
  name: 'simulator',
  routes: [route(contracts.simulator.createRoom, createRoom)],
};

// Every process that loads the channel can speak through it, whatever its roles.
registerChannel(simulatorChannel);
