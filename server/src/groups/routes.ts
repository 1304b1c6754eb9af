import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { saveBands, updateGroup } from './commands';
import { groupDirectory } from './directory';
import { groupView, listGroups, listMembers, tagsInUse } from './views';

const { groups } = contracts;

// Fixed paths come before `:id`, which would take them.
export const routes = [
  route(groups.list, ({ actor }, input) => listGroups(actor, input)),
  route(groups.tags, ({ actor }) => Promise.resolve({ items: tagsInUse(actor) })),
  route(groups.get, ({ actor }, { id }) => groupView(actor, id)),
  route(groups.update, async (context, input) => {
    await updateGroup(context, input);
    return groupView(context.actor, input.id);
  }),
  route(groups.members, ({ actor }, input) => listMembers(actor, input)),
  route(groups.bands, () => Promise.resolve({ items: groupDirectory.bands.map((band) => ({ ...band })) })),
  route(groups.saveBands, async (context, input) => {
    await saveBands(context, input);
    return { ok: true as const };
  }),
];
