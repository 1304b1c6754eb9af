import { DAY_MS } from '@kouyi/shared/rules/time';
import type { intakeCompleted } from '../intake/events';
import type { Tx } from '../kernel/command';
import { derivedId } from '../kernel/ids';
import { native } from '../kernel/store';
import { notify } from '../notices';
import { careFor, personExists } from '../people';
import { advisers, Assignment, unitsOfPerson } from './advisers';
import { type ThreadRow, Threads } from './model';

type Completed = Parameters<typeof intakeCompleted>[0];

/** The thread of a session: its id follows from it. */
export const threadIdOf = (sessionId: string): string => derivedId('thr', sessionId);

/**
 * Opens a thread, once, for everybody who finished a test that asks for care: the care period begins, an adviser is
 * chosen, the person is told.
 */
export async function openThreads(tx: Tx, completed: readonly Completed[]): Promise<void> {
  const cared = completed.filter(({ careDays }) => careDays > 0);
  if (cared.length === 0) return;
  const options = { session: tx.session };
  const assignment = new Assignment(await advisers(tx));
  for (const done of cared) {
    const _id = threadIdOf(done.sessionId);
    if (!(await personExists(done.personId))) continue;
    await careFor(tx, done.personId, new Date(done.at.getTime() + done.careDays * DAY_MS));
    if (await native(Threads).findOne({ _id }, { ...options, projection: { _id: 1 } })) continue;
    const unitIds = await unitsOfPerson(done.personId, tx.session);
    const adviserId = assignment.next(unitIds);
    const row: ThreadRow = {
      _id,
      sessionId: done.sessionId,
      questionnaireId: done.questionnaireId,
      personId: done.personId,
      title: done.title,
      resultName: done.resultType,
      state: 'waiting',
      ...(adviserId === undefined ? {} : { adviserId }),
      unitIds,
      openedAt: tx.now,
      since: tx.now,
      lastLine: `完成了「${done.title}」`,
      answered: false,
    };
    await native(Threads).insertOne(row, options);
    await notify(tx, {
      key: `care:${_id}:opened`,
      personId: done.personId,
      kind: 'service',
      title: '老师收到你的结果了',
      text: `接下来 ${done.careDays} 天是你的护理期：老师会看完你的「${done.title}」写给你，期间不会有任何推销。`,
      page: `/intake/talk/index?id=${_id}`,
      cause: { kind: 'care', id: _id },
    });
  }
}
