import { contracts } from '@kouyi/shared/contracts';
import { assertReachesGroup } from '../groups';
import { route } from '../kernel/http';
import { pagePicture } from '../products';
import { closeSubGroup, declineSubGroup, handOverSubGroup } from './commands';
import { enterGroup, joinByCode, openAndEnter, subGroupByCode } from './joining';
import { codePreview, JOIN_PAGE, joinedView, mySubGroup, mySubGroups, ownSubGroup } from './member-views';
import { memberPage } from './presenters';
import { attachWithQr, changeJoining, qrPicture } from './qr';
import { refuse } from './rules';
import {
  approveCandidate,
  dismissSuggestion,
  refreshSuggestion,
  suggestionPage,
  suggestionViews,
} from './suggest';
import { reachedSubGroup, subGroupPage, subGroupStory, subGroupView } from './views';

const { subGroups, member } = contracts;

const suggestionOf = async (groupId: string) =>
  (await suggestionViews([await refreshSuggestion(groupId)]))[0]!;

// Fixed paths come before `:id`, which would take them.
export const routes = [
  route(subGroups.list, ({ actor }, input) => subGroupPage(actor, input)),
  route(subGroups.get, async ({ actor }, { id }) => subGroupStory(await reachedSubGroup(actor, id))),
  route(subGroups.members, async ({ actor }, { id, ...page }) =>
    memberPage(await reachedSubGroup(actor, id), page),
  ),
  route(subGroups.qr, async ({ actor }, { id }) => qrPicture(await reachedSubGroup(actor, id))),
  route(subGroups.attach, async (context, input) => subGroupView(await attachWithQr(context, input))),
  route(subGroups.setJoining, async (context, input) => subGroupView(await changeJoining(context, input))),
  route(subGroups.decline, async (context, input) => subGroupView(await declineSubGroup(context, input))),
  route(subGroups.handOver, async (context, input) => {
    const row = await handOverSubGroup(context, input);
    await enterGroup(row.groupId!, row.kocId, `sub-group:${row._id}:${row.kocId}:${row.steps.length}`);
    return subGroupView(row);
  }),
  route(subGroups.close, async (context, input) => subGroupView(await closeSubGroup(context, input))),

  route(subGroups.suggestions, ({ actor }, input) => suggestionPage(actor, input)),
  route(subGroups.suggestion, ({ actor }, { groupId }) => {
    assertReachesGroup(actor, groupId, 'koc.read');
    return suggestionOf(groupId);
  }),
  route(subGroups.approveSuggestion, async (context, input) => {
    await approveCandidate(context, input);
    return suggestionOf(input.groupId);
  }),
  route(subGroups.dismissSuggestion, async (context, input) => {
    await dismissSuggestion(context, input);
    return suggestionOf(input.groupId);
  }),

  route(member.subGroups, ({ actor }) => mySubGroups(actor.personId)),
  route(member.subGroupByCode, ({ actor }, { code }) => codePreview(actor.personId, code)),
  route(member.subGroupQr, async (_context, { code }) => qrPicture(await subGroupByCode(code))),
  route(member.openSubGroup, async (context, input) => mySubGroup(await openAndEnter(context, input))),
  route(member.joinSubGroup, async (context, { code }) => joinedView(await joinByCode(context, code))),
  route(member.subGroup, async ({ actor }, { id }) => mySubGroup(await ownSubGroup(actor.personId, id))),
  route(member.subGroupMembers, async ({ actor }, { id, ...page }) =>
    memberPage(await ownSubGroup(actor.personId, id), page),
  ),
  route(member.subGroupCode, async ({ actor }, { id }) => {
    const row = await ownSubGroup(actor.personId, id);
    if (row.state !== 'open') throw refuse('sub_group_closed');
    return pagePicture(JOIN_PAGE, row.joinCode);
  }),
  route(member.closeSubGroup, async (context, input) => mySubGroup(await closeSubGroup(context, input))),
];
