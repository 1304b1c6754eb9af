import { DAY_MS } from '@kouyi/shared/rules/time';
import { intakeCompleted } from '../intake/events';
import { derivedId } from '../kernel/ids';
import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { notify } from '../notices';
import { careFor, personDeleted, personExists } from '../people';
import { setTags } from '../tags';
import { advisers, Assignment, unitsOfPerson } from './advisers';
import { Messages, type ThreadRow, Threads } from './model';

/** The thread of a session. */
export const threadIdOf = (sessionId: string): string => derivedId('thr', sessionId);

export const reactions = [
  on(intakeCompleted, 'care.tag-result', async (events, tx) => {
    for (const { payload } of events) {
      if (!(await personExists(payload.personId))) continue;
      await setTags(tx, {
        personId: payload.personId,
        tags: [payload.resultType],
        source: { kind: 'intake', id: payload.questionnaireId, name: payload.title },
        reason: `「${payload.title}」的结果：${payload.resultType}`,
        at: payload.at,
      });
    }
  }),
  on(intakeCompleted, 'care.open-thread', async (events, tx) => {
    const cared = events.map(({ payload }) => payload).filter(({ careDays }) => careDays > 0);
    if (cared.length === 0) return;
    const options = { session: tx.session };
    const assignment = new Assignment(await advisers(tx));
    for (const done of cared) {
      const _id = threadIdOf(done.sessionId);
      if (!(await personExists(done.personId))) continue;
      if (await native(Threads).findOne({ _id }, { ...options, projection: { _id: 1 } })) continue;
      await careFor(tx, done.personId, new Date(done.at.getTime() + done.careDays * DAY_MS));
      const unitIds = await unitsOfPerson(done.personId);
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
  }),
  on(personDeleted, 'care.forget', async (events, tx) => {
    const personId = { $in: events.map(({ payload }) => payload.personId) };
    const options = { session: tx.session };
    await native(Messages).deleteMany({ personId }, options);
    await native(Threads).deleteMany({ personId }, options);
  }),
];
