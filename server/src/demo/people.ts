import { nicknames, seededChance, seedOf } from '../adapters/simulator';
import { DEMO_GROUPS, DEMO_STAFF, type DemoGroup, type DemoMember, staffUserId } from './brand';

const SEED = seedOf('晨露');
/** Every so many members of a group also sit in the group before it. */
const SHARED_EVERY = 7;

/**
 * Who is in each group: customers in order, some of them shared with the group before, and the staff of the brand.
 * The same people at every start. Where the bot can't see who joins, all were there `historyDays` ago.
 */
export function demoMembers(historyDays: number): Map<string, DemoMember[]> {
  const chance = seededChance(SEED);
  const names = nicknames(
    DEMO_GROUPS.reduce((sum, group) => sum + group.members, 0),
    SEED,
  );
  const groups = new Map<string, DemoMember[]>();
  let next = 0;
  let before: DemoMember[] = [];
  for (const [number, group] of DEMO_GROUPS.entries()) {
    const customers = Array.from({ length: group.members }, (_, i): DemoMember => {
      // Most joined over the last half year, a few in the last days.
      const seen = chance() < 0.06 ? 0.2 + chance() * 4 : 8 + chance() * 170;
      const joinedDaysAgo = group.bot ? seen : historyDays + 1 + seen;
      // Other places in each group, so that not the same few sit in all of them.
      const shared = (i + 3 * number) % SHARED_EVERY === 0 ? before[i] : undefined;
      if (shared) return { ...shared, joinedDaysAgo };
      next += 1;
      return { userId: `demo-${next}`, name: names[next - 1]!, joinedDaysAgo };
    });
    groups.set(group.room, [...customers, ...staffIn(group)]);
    before = customers;
  }
  return groups;
}

/** Operators sit in every group, the others in those of their branch. */
function staffIn(group: DemoGroup): DemoMember[] {
  return DEMO_STAFF.flatMap(({ login, inGroups, role, at }, i) =>
    inGroups !== undefined && (role === 'operator' || role === 'region' || at === group.at)
      ? [{ userId: staffUserId(login), name: inGroups, joinedDaysAgo: 185 + i }]
      : [],
  );
}
