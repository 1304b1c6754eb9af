import { type DecisionDoc, decisionsAbout } from '../activities';
import { Door } from './door';
import { Engine, type EngineOptions } from './engine';
import { drainJournal } from './journal';
import { partitionOf } from './partitions';

/** The bot of this process. */
export interface Bot {
  readonly door: Door;
  readonly engine: Engine;
  /** What was decided about a message of the mini-program that was sent before. */
  decisionOf(groupId: string, eventId: string): Promise<DecisionDoc | undefined>;
}

let running: Bot | undefined;

/** @throws Error before `startBot`: a wiring bug. */
export function bot(): Bot {
  if (!running) throw new Error('the bot is not started');
  return running;
}

/** Starts the door, and the engine where this process decides. Once a process; `bot()` answers it from then on. */
export async function startBot(options: EngineOptions & { decides: boolean }): Promise<Bot> {
  const engine = new Engine(options);
  if (options.decides) await engine.start();
  running = {
    engine,
    door: new Door(engine, options.partitions),
    decisionOf: async (groupId, eventId) => {
      const rows = await decisionsAbout([`${partitionOf(groupId, options.partitions)}:miniapp:${eventId}`]);
      return rows.find((row) => row.outcome !== 'lower_priority') ?? rows[0];
    },
  };
  return running;
}

/** Stores what was taken, decides it, gives the partitions back. */
export async function stopBot(): Promise<void> {
  await drainJournal();
  await running?.engine.stop();
  running = undefined;
}
