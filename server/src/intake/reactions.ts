import { groupBy } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { personDeleted } from '../people';
import { intakeCompleted, intakeProgressed } from './events';
import { Figures, Photos, Sessions } from './model';

/** Sources counted by name; what comes beyond is counted together. */
const SOURCES = 40;
const OTHER = 'other';

export const reactions = [
  on(intakeProgressed, 'intake.count-progress', (events, tx) =>
    count(
      events.map(({ payload }) => ({
        ...payload,
        add: {
          ...(payload.started ? { started: 1 } : {}),
          ...Object.fromEntries(payload.reached.map((id) => [`reached.${id}`, 1])),
          ...Object.fromEntries(payload.passed.map((id) => [`passed.${id}`, 1])),
        },
      })),
      tx,
    ),
  ),
  on(intakeCompleted, 'intake.count-results', (events, tx) =>
    count(
      events.map(({ payload }) => ({
        ...payload,
        add: { completed: 1, [`results.${payload.resultId}`]: 1 },
      })),
      tx,
    ),
  ),
  // Counts hold nobody; answers and photos go with the person.
  on(personDeleted, 'intake.forget', async (events, tx) => {
    const personId = { $in: events.map(({ payload }) => payload.personId) };
    const options = { session: tx.session };
    await native(Sessions).deleteMany({ personId }, options);
    // The row stays until its bytes are removed, without saying whose they were.
    await native(Photos).updateMany(
      { personId },
      {
        $set: { state: 'removed', removeAt: tx.now, personId: '', sessionId: '', title: '', consentText: '' },
      },
      options,
    );
  }),
];

interface Counted {
  questionnaireId: string;
  version: number;
  source: string;
  add: Record<string, number>;
}

/** Adds up a batch and writes one document a version and source. */
async function count(all: readonly Counted[], tx: Tx): Promise<void> {
  for (const ofVersion of groupBy(
    all,
    ({ questionnaireId, version }) => `${questionnaireId}:${version}`,
  ).values()) {
    const { questionnaireId, version } = ofVersion[0]!;
    const known = await native(Figures)
      .find({ questionnaireId, version }, { session: tx.session, projection: { source: 1 } })
      .toArray();
    const names = new Set(known.map(({ source }) => source));
    const nameOf = (source: string): string => {
      if (!names.has(source) && names.size >= SOURCES) return OTHER;
      names.add(source);
      return source;
    };
    for (const [source, ofSource] of groupBy(ofVersion, (each) => nameOf(each.source))) {
      const sum: Record<string, number> = {};
      for (const { add } of ofSource)
        for (const [field, value] of Object.entries(add)) sum[field] = (sum[field] ?? 0) + value;
      if (Object.keys(sum).length === 0) continue;
      await native(Figures).updateOne(
        { _id: `${questionnaireId}:${version}:${source}` },
        { $setOnInsert: { questionnaireId, version, source }, $inc: sum },
        { upsert: true, session: tx.session },
      );
    }
  }
}
