import { contracts } from '@kouyi/shared/contracts';
import { outcomeInWords } from '@kouyi/shared/rules/words';
import { joinPlace } from '../activities';
import { reachesGroup, userAmongIn } from '../groups';
import { route } from '../kernel/http';
import { refuseAnywhere } from '../kernel/refusals';
import { selvesOf } from '../people';
import { bot } from './running';
import { heatOf, roomMessages, traceOf } from './views';

export const routes = [
  route(contracts.channels.events, ({ actor }, { events }) =>
    bot().door.accept('simulator', events, (group) => reachesGroup(actor, group, 'simulator.use')),
  ),
  route(contracts.groups.messages, ({ actor }, input) => roomMessages(actor, input)),
  route(contracts.groups.heat, async ({ actor }, { id }) => ({ cells: await heatOf(actor, id) })),
  route(contracts.bot.trace, ({ actor }, { id }) => traceOf(actor, id)),
  route(contracts.member.join, async ({ actor: { personId } }, input) => {
    const selves = await selvesOf(personId);
    const group = await joinPlace(selves, input);
    // Of several identities the one that is in the group takes part.
    const there = await userAmongIn(group.id, selves);
    // The key is the person's own: nobody else's request can be mistaken for it.
    const eventId = `${personId}:${input.requestKey}`;
    const verdict = await bot().door.acceptOne({
      eventId,
      group,
      userId: there?.userId ?? personId,
      personId: there?.personId ?? personId,
      text: input.text,
    });
    const row = verdict?.decided?.row ?? (await bot().decisionOf(group.id, eventId));
    if (!row) throw refuseAnywhere('not_found');
    return {
      outcome: row.outcome,
      points: row.points,
      reason: outcomeInWords(row.outcome, { points: row.points }),
    };
  }),
];
