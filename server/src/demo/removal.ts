import { rm } from 'node:fs/promises';
import path from 'node:path';
import { asSystem, command, type CommandContext } from '../kernel/command';
import { forgetEverythingKept } from '../kernel/collections';
import { log } from '../kernel/log';
import { refusals } from '../kernel/refusals';
import { emptyAllBut, native } from '../kernel/store';
import { assertEverywhere, brand, keptAtEmptyStart } from '../org';
import { Seeds } from './marks';

const refuse = refusals({
  demo_not_there: { zh: '这里没有演示品牌，不用清。', en: 'no demo brand' },
  demo_name_differs: { zh: '和品牌名不一样，照着打一遍才会清空。', en: 'name typed differs' },
  demo_busy: { zh: '演示品牌正在装上或清空，等它做完。', en: 'loading or removing' },
  demo_elsewhere: {
    zh: '这里接的是自己的 MongoDB。要从空白开始，换一个 MONGODB_DB 的名字再启动。',
    en: 'removal is for the embedded database',
  },
});

/** Starts the whole server anew, in this process. Boot sets it where that can be done. */
let restart: (() => Promise<void>) | undefined;
/** Called once at boot by whoever can start the server anew. */
export const useRestart = (how: () => Promise<void>): void => void (restart = how);

/** Whether this process can remove the demo brand at all. */
export const mayRemoveHere = (): boolean => restart !== undefined;

const markRemoval = command('demo.remove', {
  // A branch has its own administrators; the whole brand is not theirs to empty.
  may: (actor) => assertEverywhere(actor, 'org.write'),
  async run({ brandName }: { brandName: string }, tx) {
    const { session } = tx;
    const marks = await native(Seeds).find({}, { session }).toArray();
    const has = (id: string) => marks.some(({ _id }) => _id === id);
    if (has('removing') || (has('begun') && !has('brand'))) throw refuse('demo_busy');
    if (!has('brand')) throw refuse('demo_not_there');
    if (brandName.trim() !== brand().name) throw refuse('demo_name_differs', { field: 'brandName' });
    const keep = tx.actor.kind === 'staff' ? tx.actor.staffId : '';
    await native(Seeds).insertOne({ _id: 'removing', at: tx.now, keep }, { session });
  },
});

/**
 * Removes the demo brand and all that was done in it. The wish is stored, then the server starts anew without anything
 * in memory and empties the database before anybody is let in: nothing can be written half-way, and a crash meanwhile
 * only means that it goes on at the next start.
 * @throws Refusal `demo_not_there`, `demo_name_differs`, `demo_busy` or `demo_elsewhere`.
 */
export async function removeDemo(context: CommandContext, input: { brandName: string }): Promise<void> {
  if (!restart) throw refuse('demo_elsewhere');
  const anew = restart;
  await markRemoval(context, input);
  // The caller is answered first.
  setTimeout(() => {
    anew().catch((error: unknown) => {
      log.fatal({ err: error }, 'could not start anew; the removal goes on at the next start');
      process.exit(1);
    });
  }, 200);
}

/** At boot, before anything is read: finishes a removal that was asked for, files of members included. */
export async function finishRemoval(dataDir: string): Promise<void> {
  const mark = await native(Seeds).findOne({ _id: 'removing' });
  if (!mark) return;
  const begun = Date.now();
  await emptyAllBut({ ...(await keptAtEmptyStart(mark.keep ?? '')), [Seeds.collection.name]: ['removing'] });
  await rm(path.join(dataDir, 'files'), { recursive: true, force: true });
  forgetEverythingKept();
  // From here on the brand stands empty: a start does not bring the demo back by itself.
  await asSystem('demo.removed', async (tx) => {
    await native(Seeds).insertOne({ _id: 'removed', at: tx.now }, { session: tx.session });
    await native(Seeds).deleteOne({ _id: 'removing' }, { session: tx.session });
    tx.audit({ subject: 'demo', before: { name: brand().name } });
  });
  log.info({ ms: Date.now() - begun }, 'demo brand removed');
}
