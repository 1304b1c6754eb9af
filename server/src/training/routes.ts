import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { kocIdOf } from '../koc';
import { closeChecklist, remindChecklist, saveChecklist, tickItem } from './checklists';
import { archiveLesson, publishLesson, saveLesson } from './commands';
import { myLesson, myLessons, standingOf } from './learning';
import { learnerPage, lessonDetail, lessonPage, lessonView } from './progress';
import { answerQuiz } from './quiz';
import { checklistPage, checklistView, myChecklist, myChecklists, progressPage } from './ticking';

const { training, member } = contracts;

export const routes = [
  route(training.lessons, (_context, input) => lessonPage(input)),
  route(training.lesson, (_context, input) => lessonDetail(input)),
  route(training.saveLesson, async (context, { id, revision, ...content }) =>
    lessonView(await saveLesson(context, { id, revision, content })),
  ),
  route(training.publishLesson, async (context, input) => lessonView(await publishLesson(context, input))),
  route(training.archiveLesson, async (context, input) => lessonView(await archiveLesson(context, input))),
  route(training.learners, ({ actor }, input) => learnerPage(actor, input)),
  route(training.checklists, (_context, input) => checklistPage(input)),
  route(training.saveChecklist, async (context, { dueAt, ...input }) =>
    checklistView(
      await saveChecklist(context, { ...input, dueAt: dueAt === undefined ? undefined : new Date(dueAt) }),
    ),
  ),
  route(training.closeChecklist, async (context, input) =>
    checklistView(await closeChecklist(context, input)),
  ),
  route(training.progress, ({ actor }, input) => progressPage(actor, input)),
  route(training.remind, (context, input) => remindChecklist(context, input)),

  route(member.lessons, ({ actor }, input) => myLessons(actor.personId, input)),
  route(member.lesson, ({ actor }, { id }) => myLesson(actor.personId, id)),
  route(member.answerQuiz, async (context, input) => {
    const { judged, progress } = await answerQuiz(context, { ...input, personId: context.actor.personId });
    return { ...judged, mine: standingOf(progress) };
  }),
  route(member.checklists, async ({ actor }) => myChecklists(await kocIdOf(actor.personId))),
  route(member.tickItem, async (context, input) => {
    const personId = await kocIdOf(context.actor.personId);
    const { checklist, ticks } = await tickItem(context, { ...input, personId });
    return myChecklist(checklist, ticks);
  }),
];
