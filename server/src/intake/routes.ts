import { contracts } from '@kouyi/shared/contracts';
import { type RouteContext, route } from '../kernel/http';
import { isDuplicateKey } from '../kernel/store';
import type { MemberActor } from '../kernel/actor';
import { createQuestionnaire, publishQuestionnaire, runVersions, saveDraft } from './commands';
import { removePhoto, takePhoto } from './photos';
import { reportOfSession } from './report';
import { answerSession, finishSession, mine, startSession } from './sessions';
import {
  draftOf,
  figuresOf,
  myIntakes,
  myPhoto,
  myPhotos,
  questionnaireById,
  questionnairePage,
  questionnaireView,
  sessionView,
  templateList,
  versionContent,
} from './views';

const { intake, member } = contracts;
const done = { ok: true } as const;
const personOf = ({ actor: { personId } }: RouteContext<MemberActor>) => personId;

/** Questionnaires: built by staff, answered by members. */
export const routes = [
  route(intake.templates, () => Promise.resolve(templateList())),
  route(intake.list, (_context, input) => questionnairePage(input)),
  route(intake.create, async (context, input) =>
    questionnaireView(await createQuestionnaire(context, input)),
  ),
  route(intake.get, async (_context, { id }) => {
    const row = await questionnaireById(id);
    return { questionnaire: await questionnaireView(row), draft: draftOf(row) };
  }),
  route(intake.version, (_context, { id, version }) => versionContent(id, version)),
  route(intake.saveDraft, async (context, input) => draftOf(await saveDraft(context, input))),
  route(intake.publish, async (context, input) =>
    questionnaireView(await publishQuestionnaire(context, input)),
  ),
  route(intake.run, async (context, input) => questionnaireView(await runVersions(context, input))),
  route(intake.figures, (_context, { id }) => figuresOf(id)),

  route(member.intakes, ({ actor }) => myIntakes(actor)),
  route(member.startIntake, async (context, { id, ...input }) => {
    const start = () => startSession(context, { ...input, personId: personOf(context), questionnaireId: id });
    // Another phone of theirs began at the same moment: theirs is the session.
    const session = await start().catch((error: unknown) => {
      if (isDuplicateKey(error)) return start();
      throw error;
    });
    return sessionView(session);
  }),
  route(member.intakeSession, async (context, { id }) => sessionView(await mine(id, personOf(context)))),
  route(member.answerIntake, async (context, { answers, ...input }) => {
    const given = answers.map((answer) => ({ ...answer, at: new Date(answer.at) }));
    const session = await answerSession(context, { ...input, answers: given, personId: personOf(context) });
    return { answered: Object.values(session.answers).filter(({ value }) => value !== null).length };
  }),
  route(member.finishIntake, async (context, { id }) =>
    reportOfSession(await finishSession(context, { id, personId: personOf(context) })),
  ),
  route(member.intakeResult, async (context, { id }) => reportOfSession(await mine(id, personOf(context)))),
  route(member.sendPhoto, (context, { id, questionId, consent, file }) =>
    takePhoto(context, {
      personId: personOf(context),
      sessionId: id,
      questionId,
      consent: consent === 'yes',
      file,
    }),
  ),
  route(member.photo, ({ actor }, { id }) => myPhoto(actor, id)),
  route(member.myPhotos, ({ actor }) => myPhotos(actor)),
  route(member.deletePhoto, async (context, { id }) => {
    await removePhoto(context, { personId: personOf(context), photoId: id });
    return done;
  }),
];
