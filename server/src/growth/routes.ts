import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { selvesOf } from '../people';
import { board } from './board';
import { calibration } from './calibration';
import { approveProposal, moveGrower, refuseProposal, saveRules } from './commands';
import { growerPage, growersCsv, movePage, proposalPage, proposalViews } from './lists';
import { previewRules } from './preview';
import { assertReaches, growerView, growthOf, myReached, reachedPage, ruleVersions } from './views';

const { growth, member } = contracts;

export const routes = [
  route(growth.board, ({ actor }, { unitId }) => board(actor, unitId)),
  route(growth.people, ({ actor }, input) => growerPage(actor, input)),
  route(growth.exportPeople, ({ actor }, input) => Promise.resolve(growersCsv(actor, input))),
  route(growth.person, ({ actor }, { id }) => growerView(actor, id)),
  route(growth.reached, ({ actor }, input) => reachedPage(actor, input)),
  route(growth.moves, async ({ actor }, input) => {
    if (input.personId !== undefined) await assertReaches(actor, input.personId);
    return movePage(actor, input);
  }),
  route(growth.move, (context, input) => moveGrower(context, input)),
  route(growth.proposals, ({ actor }, input) => proposalPage(actor, input)),
  route(growth.approve, async (context, input) => {
    const [view] = await proposalViews([await approveProposal(context, input)]);
    return view!;
  }),
  route(growth.refuse, async (context, input) => {
    const [view] = await proposalViews([await refuseProposal(context, input)]);
    return view!;
  }),
  route(growth.rules, () => ruleVersions()),
  route(growth.previewRules, ({ actor }, { rules }) => previewRules(actor, rules)),
  route(growth.saveRules, async (context, input) => {
    await saveRules(context, input);
    return ruleVersions();
  }),
  route(growth.calibration, () => calibration()),

  route(member.kocCentre, ({ actor }) => growthOf(actor.personId)),
  route(member.kocReached, async ({ actor }, input) => myReached(await selvesOf(actor.personId), input)),
];
