import { contracts } from '@kouyi/shared/contracts';
import { parseSentence } from '@kouyi/shared/rules/sentence';
import { validateRule } from '@kouyi/shared/rules/validate';
import { groupDirectory } from '../groups';
import type { Actor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { route } from '../kernel/http';
import { reachableGroupIds } from '../groups';
import { checkInMonth, checkInSummary } from './check-ins';
import {
  archiveActivity,
  closeActivity,
  copyActivity,
  createActivity,
  launchActivity,
  pauseActivity,
  resumeActivity,
  updateActivity,
} from './commands';
import { makeUpDay } from './make-up';
import { conflictsOf } from './conflicts';
import { importActivities } from './import';
import { kindProblems } from './kinds';
import { latestOf, memberActivity, memberCards } from './member-views';
import { placeProblems } from './rules';
import { liveView } from './live';
import { decisionsOf, participationsCsv } from './participations';
import { sampleAnswers } from './samples';
import { groupsOf } from './rule-book';
import { templateList } from './templates';
import { calendar, draftsOf, getActivity, listActivities, versionsOf, viewOf, wordsOf } from './views';
import { memberBalances } from '../ledger';
import { brand } from '../org';
import { selvesOf } from '../people';

const { activities, member } = contracts;

/** Groups as a sentence may name them: those within the author's reach. */
function sentenceContext(actor: Actor) {
  const ids = reachableGroupIds(actor);
  const reachable = ids && new Set(ids);
  const groups = [...groupDirectory.all()]
    .filter((group) => !reachable || reachable.has(group.id))
    .map(({ id, name, tags }) => ({ id, name, tags: [...tags] }));
  return { now: now(), groups, tags: [...new Set(groups.flatMap((group) => group.tags))] };
}

export const routes = [
  route(activities.list, ({ actor }, input) => listActivities(actor, input)),
  route(activities.calendar, async ({ actor }, { from, to }) => ({
    items: await calendar(actor, new Date(from), new Date(to)),
  })),
  route(activities.templates, () => Promise.resolve({ items: templateList(now()) })),
  route(activities.sentence, ({ actor }, { text }) =>
    Promise.resolve(parseSentence(text, sentenceContext(actor))),
  ),
  route(activities.preview, async ({ actor }, { rule, activityId, beside }) => {
    const groups = groupsOf(rule.where);
    return {
      words: wordsOf(rule),
      problems: [
        ...validateRule(rule, now()),
        ...placeProblems(rule, groups.length),
        ...(await kindProblems(rule, now())),
      ],
      conflicts: conflictsOf(activityId ?? '', rule, await draftsOf(actor, beside)),
      groupCount: groups.length,
      memberCount: groups.reduce((sum, group) => sum + group.memberCount, 0),
      answers: sampleAnswers(rule),
    };
  }),
  route(activities.importCsv, (ctx, input) => importActivities(ctx, input, sentenceContext(ctx.actor))),
  route(activities.create, async (ctx, input) => viewOf(await createActivity(ctx, input))),
  route(activities.get, async ({ actor }, { id }) => viewOf(await getActivity(actor, id))),
  route(activities.update, async (ctx, input) => viewOf(await updateActivity(ctx, input))),
  route(activities.versions, async ({ actor }, { id }) => {
    await getActivity(actor, id);
    return { items: await versionsOf(id) };
  }),
  route(activities.conflicts, async ({ actor }, { id }) => {
    const { rule } = await getActivity(actor, id);
    return { items: conflictsOf(id, rule) };
  }),
  route(activities.launch, async (ctx, input) => viewOf(await launchActivity(ctx, input))),
  route(activities.pause, async (ctx, input) => viewOf(await pauseActivity(ctx, input))),
  route(activities.resume, async (ctx, input) => viewOf(await resumeActivity(ctx, input))),
  route(activities.close, async (ctx, input) => viewOf(await closeActivity(ctx, input))),
  route(activities.archive, async (ctx, input) => viewOf(await archiveActivity(ctx, input))),
  route(activities.copy, async (ctx, input) => viewOf(await copyActivity(ctx, input))),
  route(activities.live, ({ actor }, { id }) => liveView(actor, id)),
  route(activities.participations, ({ actor }, input) => decisionsOf(actor, input)),
  route(activities.exportCsv, async ({ actor }, { id }) => {
    await getActivity(actor, id);
    return participationsCsv(actor, id);
  }),
  route(member.home, async ({ actor: { personId } }) => {
    const at = now();
    const selves = await selvesOf(personId);
    const [cards, balances, latest] = await Promise.all([
      memberCards(selves, at),
      memberBalances(selves),
      latestOf(selves, at),
    ]);
    const [live] = cards.checkIns;
    return {
      brandName: brand().name,
      points: [...balances.values()].reduce((sum, points) => sum + points, 0),
      now: cards.now,
      soon: cards.soon,
      ...(latest ? { latest } : {}),
      ...(live ? { checkIn: await checkInSummary(live, selves, at) } : {}),
      serverTime: at.toISOString(),
    };
  }),
  route(member.activity, async ({ actor: { personId } }, { id }) =>
    memberActivity(await selvesOf(personId), id, now()),
  ),
  route(member.checkIns, async ({ actor: { personId } }, input) =>
    checkInMonth(await selvesOf(personId), input, now()),
  ),
  route(member.makeUp, async (ctx, input) => {
    const selves = await selvesOf(ctx.actor.personId);
    const before = await checkInMonth(selves, { activityId: input.activityId }, now());
    await makeUpDay(ctx, input);
    const after = await checkInMonth(
      selves,
      { activityId: input.activityId, month: input.day.slice(0, 7) },
      now(),
    );
    return {
      points: after.pointsFromThis - before.pointsFromThis,
      streak: after.summary?.streak ?? 0,
      makeUpsLeft: after.makeUpsLeft,
    };
  }),
];
