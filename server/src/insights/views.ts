import type { OutputOf, contracts } from '@kouyi/shared/contracts';
import type { Right } from '@kouyi/shared/types';
import { type ActivityDoc, activitiesIn, ruleBook, viewsOf } from '../activities';
import { groupDirectory } from '../groups';
import type { StaffActor } from '../kernel/actor';
import { now as clockNow } from '../kernel/clock';
import { reachFor } from '../org';
import { attentionFor } from './attention';
import { figuresOf } from './figures';
import { greetingFor } from './rules';

type Today = OutputOf<(typeof contracts)['insights']['today']>;

const RUNNING_MAX = 200;
const RUNNING_SHOWN = 8;
const NEXT_SHOWN = 6;

/** The day's page of a member of staff: what needs a look, the day so far, what runs and what comes, in their branch. */
export async function todayOf(actor: StaffActor): Promise<Today> {
  const now = clockNow();
  const [figures, running, scheduled] = await Promise.all([
    figuresOf(reachFor(actor, figuresRight(actor)), now),
    activitiesFor(actor, 'running'),
    activitiesFor(actor, 'scheduled'),
  ]);
  const soonestEnd = [...running]
    .sort((a, b) => a.endAt.getTime() - b.endAt.getTime())
    .slice(0, RUNNING_SHOWN);
  const [views, attention] = await Promise.all([viewsOf(soonestEnd), attentionFor(actor, { now, running })]);
  return {
    greeting: greetingFor(actor.name, now),
    ...figures,
    running: views.map(({ id, rule, counted, groupCount }) => ({
      id,
      title: rule.title,
      counted,
      groups: groupCount,
      endsAt: rule.window.endAt,
    })),
    next: scheduled.slice(0, NEXT_SHOWN).map(({ _id, title, startAt }) => ({
      id: _id,
      title,
      startsAt: startAt.toISOString(),
    })),
    attention,
  };
}

/** Whoever does not deal with activities sees the numbers of the groups they look after. */
const figuresRight = (actor: StaffActor): Right =>
  actor.rights.includes('activities.read') ? 'activities.read' : 'groups.read';

/** Activities in a state that run in a group of the actor's branch, the earliest start first. */
async function activitiesFor(actor: StaffActor, state: 'running' | 'scheduled'): Promise<ActivityDoc[]> {
  if (!actor.rights.includes('activities.read')) return [];
  const docs = await activitiesIn([state], RUNNING_MAX);
  const reach = reachFor(actor, 'activities.read');
  if (reach === undefined) return docs;
  const near = new Set<string>();
  for (const group of groupDirectory.all())
    if (reach.has(group.unitId)) for (const { id } of ruleBook.inGroup(group)) near.add(id);
  return docs.filter(({ _id }) => near.has(_id));
}
