import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import {
  ask,
  assignThread,
  closeThread,
  deleteScript,
  rateThread,
  reopenThread,
  reply,
  saveScript,
  setDuty,
} from './commands';
import {
  adviserList,
  countsFor,
  messageView,
  myThread,
  myThreads,
  myThreadView,
  scriptList,
  scriptView,
  threadDetails,
  threadPage,
  threadPhoto,
  threadRow,
} from './views';

const { care, member } = contracts;
const done = { ok: true } as const;

/** The adviser's desk, and the same threads on the person's phone. */
export const routes = [
  route(care.counts, ({ actor }) => countsFor(actor)),
  route(care.advisers, () => adviserList()),
  route(care.duty, (context, input) => setDuty(context, input)),
  route(care.scripts, () => scriptList()),
  route(care.saveScript, async (context, input) => scriptView(await saveScript(context, input))),
  route(care.deleteScript, async (context, input) => {
    await deleteScript(context, input);
    return done;
  }),
  route(care.threads, ({ actor }, input) => threadPage(actor, input)),
  route(care.thread, ({ actor }, { id }) => threadDetails(actor, id)),
  route(care.photo, ({ actor }, { id, photoId }) => threadPhoto(actor, id, photoId)),
  route(care.reply, async (context, input) => messageView(await reply(context, input))),
  route(care.close, async (context, input) => threadRow(await closeThread(context, input))),
  route(care.reopen, async (context, input) => threadRow(await reopenThread(context, input))),
  route(care.assign, async (context, input) => threadRow(await assignThread(context, input))),

  route(member.threads, ({ actor }, input) => myThreads(actor, input)),
  route(member.thread, ({ actor }, { id }) => myThread(actor, id)),
  route(member.askAdviser, async (context, input) =>
    messageView(await ask(context, { ...input, personId: context.actor.personId })),
  ),
  route(member.rateThread, async (context, input) =>
    myThreadView(await rateThread(context, { ...input, personId: context.actor.personId })),
  ),
];
