import { questionsOf, shownQuestions } from '@kouyi/shared/rules/intake';
import { storage } from '../adapters/storage';
import { now } from '../kernel/clock';
import { type CommandContext, command } from '../kernel/command';
import { newId } from '../kernel/ids';
import { keptPicture } from '../kernel/picture';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { photoKey, type PhotoRow, Photos, type SessionRow, Sessions } from './model';
import { may } from './policy';
import { refuse, standing } from './rules';
import { mine } from './sessions';
import { versionOf } from './versions';

/** A photo that was begun and never kept is removed after so long. */
const COMING_MS = 3_600_000;

interface Sent {
  personId: string;
  sessionId: string;
  questionId: string;
  consent: boolean;
  file: Uint8Array;
}

/**
 * Takes a photo as the answer to a question: checked, made small, without hidden data, sealed, and only then named
 * as the answer. A row is there before the bytes are, so that none are forgotten on the disk.
 * @throws Refusal `photo_consent_needed`, `photo_not_an_image`, `photo_too_many_pixels`, `session_done` (409),
 * `question_unknown`, `not_found`.
 */
export async function takePhoto(context: CommandContext, sent: Sent): Promise<{ photoId: string }> {
  if (!sent.consent) throw refuse('photo_consent_needed', { field: 'consent' });
  const question = await photoQuestion(await mine(sent.sessionId, sent.personId), sent.questionId);
  const { jpeg, width, height } = await keptPicture(sent.file);
  const { personId, sessionId, questionId } = sent;
  const photo = { personId, sessionId, questionId, ...question, width, height };
  const { _id: photoId } = await beginPhoto(context, photo);
  await storage().put(photoKey(photoId), jpeg, { sealed: true });
  await keepPhoto(context, { personId, photoId });
  return { photoId };
}

async function photoQuestion(session: SessionRow, questionId: string) {
  if (session.state === 'done') throw refuse('session_done');
  const { content } = await versionOf(session.questionnaireId, session.version);
  const question = questionsOf(content).find(({ id, kind }) => id === questionId && kind === 'photo');
  if (!question) throw refuse('question_unknown', { field: 'questionId' });
  if (!shownQuestions(content, standing(session.answers)).some(({ id }) => id === questionId))
    throw refuse('answer_hidden', { field: questionId });
  return { title: question.title, consentText: question.consentText ?? '' };
}

type Begun = Omit<PhotoRow, '_id' | 'at' | 'state' | 'removeAt'>;

const beginPhoto = command('intake.begin-photo', {
  may: (actor, input: Begun) => may.own(actor, input),
  async run(photo: Begun, tx) {
    const row: PhotoRow = {
      _id: newId('pht'),
      ...photo,
      at: tx.now,
      state: 'coming',
      removeAt: new Date(tx.now.getTime() + COMING_MS),
    };
    await native(Photos).insertOne(row, { session: tx.session });
    return row;
  },
});

/** Names the photo as the answer; one that was there before goes. */
const keepPhoto = command('intake.keep-photo', {
  may: (actor, input: { personId: string; photoId: string }) => may.own(actor, input),
  async run({ personId, photoId }: { personId: string; photoId: string }, tx) {
    const options = { session: tx.session };
    const photo = await native(Photos).findOneAndUpdate(
      { _id: photoId, personId, state: 'coming' },
      { $set: { state: 'kept' }, $unset: { removeAt: 1 } },
      options,
    );
    if (!photo) throw refuseAnywhere('not_found');
    const session = await mine(photo.sessionId, personId, tx);
    if (session.state === 'done') throw refuse('session_done');
    await native(Photos).updateMany(
      { sessionId: session._id, questionId: photo.questionId, state: 'kept', _id: { $ne: photoId } },
      { $set: { state: 'removed', removeAt: tx.now } },
      options,
    );
    await native(Sessions).updateOne(
      { _id: session._id },
      { $set: { [`answers.${photo.questionId}`]: { value: photoId, at: tx.now }, updatedAt: tx.now } },
      options,
    );
  },
});

/**
 * Takes consent back: the photo is nobody's from this moment, its bytes are removed within seconds. Again changes
 * nothing.
 * @throws Refusal `not_found`.
 */
export const removePhoto = command('intake.remove-photo', {
  may: (actor, input: { personId: string; photoId: string }) => may.own(actor, input),
  async run({ personId, photoId }: { personId: string; photoId: string }, tx) {
    const options = { session: tx.session };
    const photo = await native(Photos).findOne({ _id: photoId, personId }, options);
    if (!photo) throw refuseAnywhere('not_found');
    if (photo.state === 'removed') return;
    await native(Photos).updateOne(
      { _id: photoId },
      { $set: { state: 'removed', removeAt: tx.now } },
      options,
    );
    await native(Sessions).updateOne(
      { _id: photo.sessionId, [`answers.${photo.questionId}.value`]: photoId },
      { $unset: { [`answers.${photo.questionId}`]: 1 } },
      options,
    );
    tx.audit({ subject: photoId, before: { state: photo.state }, after: { state: 'removed' } });
  },
});

/** Removes the bytes of photos that were taken back, replaced or never finished; in small lots. */
export async function removeBytes(): Promise<void> {
  const rows = await native(Photos)
    .find({ removeAt: { $lte: now() } }, { projection: { _id: 1 } })
    .sort({ removeAt: 1 })
    .limit(50)
    .toArray();
  for (const { _id } of rows) {
    await storage().delete(photoKey(_id));
    await native(Photos).updateOne({ _id }, { $set: { state: 'removed' }, $unset: { removeAt: 1 } });
  }
}
