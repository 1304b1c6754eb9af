import { contracts } from '@kouyi/shared/contracts';
import { BOX_TEMPLATES } from '@kouyi/shared/rules/draw-templates';
import { now } from '../kernel/clock';
import { route } from '../kernel/http';
import { native } from '../kernel/store';
import { boxLive } from './board';
import { closeBox, copyBox, createBox, openBox, pauseBox, resumeBox, rotateBox, updateBox } from './commands';
import { exportRound } from './export';
import { buyChances, declareAge, grantChances, resetAge, setClientSeed } from './member-commands';
import { drawnView, memberBox, memberBoxes, memberDraws, memberFairness } from './member-views';
import { Tables } from './model';
import { drawAsMember } from './playing';
import { previewOf } from './preview';
import { boxById, boxPage, boxView, oddsPage, recordPage, roundPage } from './views';

const { draws, fairness, member } = contracts;

/** What staff do with boxes. */
const staffRoutes = [
  route(draws.templates, () =>
    Promise.resolve({
      items: BOX_TEMPLATES.map(({ key, name, line, design }) => ({ key, name, line, design: design(now()) })),
    }),
  ),
  route(draws.preview, async (_ctx, { design, boxId }) => {
    const table = boxId === undefined ? null : await native(Tables).findOne({ _id: boxId });
    return previewOf(design, now(), table ?? undefined);
  }),
  route(draws.list, (_ctx, input) => boxPage(input)),
  route(draws.create, async (context, input) => boxView(await createBox(context, input))),
  route(draws.get, async (_ctx, { id }) => boxView(await boxById(id))),
  route(draws.update, async (context, input) => boxView(await updateBox(context, input))),
  route(draws.copy, async (context, input) => boxView(await copyBox(context, input))),
  route(draws.open, async (context, input) => boxView(await openBox(context, input))),
  route(draws.pause, async (context, input) => boxView(await pauseBox(context, input))),
  route(draws.resume, async (context, input) => boxView(await resumeBox(context, input))),
  route(draws.close, async (context, input) => boxView(await closeBox(context, input))),
  route(draws.rotate, async (context, input) => boxView(await rotateBox(context, input))),
  route(draws.odds, (_ctx, input) => oddsPage(input)),
  route(draws.rounds, (_ctx, input) => roundPage(input)),
  route(draws.exportRound, (_ctx, { id, roundId }) => exportRound(roundId, id)),
  route(draws.live, (_ctx, { id }) => boxLive(id, now())),
  route(draws.records, ({ actor }, input) => recordPage(actor, input)),
  route(draws.grantChances, (context, input) => grantChances(context, input)),
  route(draws.resetAge, async (context, input) => {
    await resetAge(context, input);
    return { ok: true as const };
  }),
];

/** What a person does with boxes, and what anybody may check. */
const customerRoutes = [
  route(member.boxes, async ({ actor }) => ({
    items: await memberBoxes(actor.personId, now()),
    serverTime: now().toISOString(),
  })),
  route(member.box, ({ actor }, { id }) => memberBox(actor.personId, id, now())),
  route(member.draw, async ({ actor }, { id, requestKey }) =>
    drawnView(await drawAsMember({ boxId: id, personId: actor.personId, requestKey })),
  ),
  route(member.buyChances, (context, input) => buyChances(context, input)),
  route(member.draws, ({ actor }, input) => memberDraws(actor.personId, input)),
  route(member.fairness, ({ actor }, input) => memberFairness(actor.personId, input)),
  route(member.setClientSeed, async (context, input) => ({
    clientSeed: await setClientSeed(context, input),
  })),
  route(member.declareAge, async (context, input) => {
    const { band, at } = await declareAge(context, input);
    return { band, at: at.toISOString() };
  }),
  route(fairness.round, (_ctx, { id }) => exportRound(id)),
];

export const routes = [...staffRoutes, ...customerRoutes];
