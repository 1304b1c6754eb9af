import type { OutputOf, contracts } from '@kouyi/shared/contracts';
import { command, type CommandContext } from '../kernel/command';
import { log } from '../kernel/log';
import { refusals } from '../kernel/refusals';
import { native } from '../kernel/store';
import { activitiesIn } from '../activities';
import { groupDirectory } from '../groups';
import { assertEverywhere, brand } from '../org';
import { Seeds } from './marks';
import { mayRemoveHere } from './removal';
import { seedDemo } from './seed';
import { storyProgress } from './story';

const refuse = refusals({
  demo_off: { zh: '演示品牌只在演示模式下能装：用 DEMO=on 重新启动。', en: 'not in demo mode' },
  demo_not_empty: {
    zh: '已经有自己的群或活动了，演示品牌会和它们混在一起，不能再装。',
    en: 'the brand is not empty',
  },
  demo_busy: { zh: '演示品牌正在装上或清空，等它做完。', en: 'loading or removing' },
});

/** Whether this process is setting the demo brand up right now. */
let loading = false;

async function isEmpty(): Promise<boolean> {
  for (const _group of groupDirectory.all()) return false;
  return (
    (await activitiesIn(['draft', 'scheduled', 'running', 'paused', 'closed', 'archived'], 1)).length === 0
  );
}

const openWay = command('demo.load', {
  may: (actor) => assertEverywhere(actor, 'org.write'),
  async run(_input: object, tx) {
    await native(Seeds).deleteOne({ _id: 'removed' }, { session: tx.session });
    tx.audit({ subject: 'demo' });
  },
});

/**
 * Begins to set the demo brand up, through the same doors as everybody; see `demoStatus` for how far it is.
 * @throws Refusal `demo_off`, `demo_not_empty` or `demo_busy`.
 */
export async function loadDemo(context: CommandContext): Promise<void> {
  if (!brand().demo) throw refuse('demo_off');
  const { state, mayLoad } = await demoStatus();
  if (state === 'loading' || state === 'removing') throw refuse('demo_busy');
  if (!mayLoad) throw refuse('demo_not_empty');
  loading = true;
  try {
    await openWay(context, {});
  } catch (error) {
    loading = false;
    throw error;
  }
  seedDemo(context, { alone: mayRemoveHere() })
    .catch((error: unknown) => log.error({ err: error }, 'demo brand not set up; loading it again goes on'))
    .finally(() => (loading = false));
}

/** Whether the demo brand is there, and what can be done about it from here. */
export async function demoStatus(): Promise<OutputOf<(typeof contracts)['demo']['status']>> {
  const marks = new Set((await native(Seeds).find().toArray()).map(({ _id }) => _id));
  if (marks.has('removing')) return { state: 'removing', mayLoad: false, mayRemove: false };
  if (marks.has('brand')) {
    const mayRemove = mayRemoveHere();
    return {
      state: 'loaded',
      mayLoad: false,
      mayRemove,
      ...(mayRemove ? {} : { reason: '这里接的是自己的 MongoDB，换一个 MONGODB_DB 的名字就是空白开始。' }),
    };
  }
  if (loading) return { state: 'loading', mayLoad: false, mayRemove: false, progress: storyProgress() ?? 0 };
  if (!brand().demo)
    return { state: 'none', mayLoad: false, mayRemove: false, reason: '用 DEMO=on 启动，才能装演示品牌。' };
  // One that was interrupted is gone on with, whatever it has left behind so far.
  const mayLoad = marks.has('begun') || (await isEmpty());
  return {
    state: 'none',
    mayLoad,
    mayRemove: false,
    ...(mayLoad ? {} : { reason: '已经有自己的群或活动了，演示品牌会和它们混在一起。' }),
  };
}
