import { DAY_MS, MINUTE_MS } from '@kouyi/shared/rules/time';
import { takenPartIn } from '../activities';
import { spokenIn } from '../bot';
import { comingsAndGoings, groupDirectory, presentIn } from '../groups';
import { now } from '../kernel/clock';
import { keptAnswers } from '../kernel/kept';
import { healthOf } from './rules';

/** What a week in a group came to. */
export interface GroupFigures {
  readonly members: number;
  readonly active: number;
  readonly newcomers: number;
  /** Names of those who came since yesterday. */
  readonly cameYesterday: readonly string[];
  readonly health: ReturnType<typeof healthOf>;
  readonly lastActiveAt?: Date;
}

export const WEEK_MS = 7 * DAY_MS;
/** So many members are looked at one by one; a sub-group has two hundred. */
const LOOKED_AT = 1_000;

const kept = keptAnswers<GroupFigures>(2_000);

/** What the last seven days in a group came to; `exceptId`, the KOC, is not greeted by themself. */
export const figuresOf = (groupId: string, exceptId: string): Promise<GroupFigures> =>
  kept(`${groupId}:${exceptId}:${Math.floor(now().getTime() / MINUTE_MS)}`, async () => {
    const at = now();
    const since = new Date(at.getTime() - WEEK_MS);
    const [present, spoken, { came, left }] = await Promise.all([
      presentIn([groupId], LOOKED_AT),
      spokenIn(groupId, since),
      comingsAndGoings(groupId, since),
    ]);
    const ids = present.map(({ personId }) => personId);
    const took = await takenPartIn(groupId, ids, since);
    const active = ids.filter((id) => spoken.has(id) || took.has(id));
    const messages = ids.reduce((sum, id) => sum + (spoken.get(id)?.messages ?? 0), 0);
    const members = Math.max(groupDirectory.get(groupId)?.memberCount ?? 0, ids.length);
    const last = Math.max(
      0,
      ...active.map((id) =>
        Math.max(spoken.get(id)?.lastAt.getTime() ?? 0, took.get(id)?.lastAt.getTime() ?? 0),
      ),
    );
    return {
      members,
      active: active.length,
      newcomers: came.length,
      cameYesterday: came
        .filter(
          ({ personId, joinedAt }) => personId !== exceptId && joinedAt.getTime() > at.getTime() - DAY_MS,
        )
        .map(({ name }) => name),
      health: healthOf({ members, active: active.length, messages, left }),
      ...(last > 0 ? { lastActiveAt: new Date(last) } : {}),
    };
  });
