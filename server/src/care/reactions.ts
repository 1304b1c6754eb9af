import { intakeCompleted } from '../intake/events';
import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { personDeleted, personExists } from '../people';
import { setTags } from '../tags';
import { Messages, Threads } from './model';
import { openThreads } from './open';

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
  on(intakeCompleted, 'care.open-thread', (events, tx) =>
    openThreads(
      tx,
      events.map(({ payload }) => payload),
    ),
  ),
  on(personDeleted, 'care.forget', async (events, tx) => {
    const personId = { $in: events.map(({ payload }) => payload.personId) };
    const options = { session: tx.session };
    await native(Messages).deleteMany({ personId }, options);
    await native(Threads).deleteMany({ personId }, options);
  }),
];
