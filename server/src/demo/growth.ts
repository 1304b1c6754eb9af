import { DAY_MS, HOUR_MS } from '@kouyi/shared/rules/time';
import { seededChance, seedOf, SIMULATOR } from '../adapters/simulator';
import type { GrowthRules } from '@kouyi/shared/types';
import { DEFAULT_GROWTH, growthDay, growthVersion, saveGrowthRules, stagesOf } from '../growth';
import { personIdOf } from '../people';
import { createLink } from '../products';
import type { DemoMember } from './brand';
import { daysBefore, operator } from './ground';
import { openedBy } from './passers';
import { kocsOf } from './shop';
import type { Chapter } from './story';

/** From so many days before today on people pass links on: the KOCs are there by then. */
const SHARING_DAYS = 39;
/** Of those who joined since, so many came through somebody. */
const BROUGHT = 0.6;
/** Others who share than KOCs: whoever of these is active by then. */
const OTHERS_AMONG = { from: 610, count: 70 };
const OTHERS = 16;
const BY_KOCS = 0.5;
/** The brand is young and asks for less than the defaults, so that there is somebody to ask about. */
const RULES: GrowthRules = {
  ...DEFAULT_GROWTH,
  stages: {
    active: { conditions: [{ measure: 'activeDays', need: 3, windowDays: 30 }] },
    sharing: { conditions: [{ measure: 'shares', need: 1, windowDays: 30 }] },
    exclusive: { conditions: [{ measure: 'activated', need: 2, windowDays: 60 }] },
    koc: {
      conditions: [
        { measure: 'activated', need: 4, windowDays: 60 },
        { measure: 'repeats', need: 1, windowDays: 60 },
      ],
    },
  },
};
const A_WEEK_MS = 7 * DAY_MS;
/** Newcomers open the link that brought them a moment after they joined, before they have said anything. */
const OPENED_AFTER_MS = 40_000;
/** Up to so many others look and do not come in. */
const LOOKERS = 4;

/**
 * Links that are passed on, and who came through them: newcomers of the last weeks, each soon after they joined. KOCs
 * share from the beginning, some members once they are active. Every week the standard is kept as it was.
 */
export const growthChapters = (
  people: readonly string[],
  members: ReadonlyMap<string, readonly DemoMember[]>,
  at: Date,
): Chapter[] => {
  const chance = seededChance(seedOf('growth'));
  const newcomers = [
    ...new Map([...members.values()].flat().map((member) => [member.userId, member])).values(),
  ]
    .filter(({ joinedDaysAgo }) => joinedDaysAgo < SHARING_DAYS - 1 && joinedDaysAgo > 0.1)
    .filter(() => chance() < BROUGHT);
  const links = new Map<string, Promise<string>>();
  const linkOf = (sharer: string): Promise<string> => {
    const link = links.get(sharer) ?? madeBy(sharer);
    links.set(sharer, link);
    return link;
  };
  const visits = newcomers.map(({ userId, joinedDaysAgo }): Chapter => {
    const [whose, which] = [chance(), chance()];
    const when = new Date(at.getTime() - Math.floor(joinedDaysAgo * DAY_MS) + OPENED_AFTER_MS);
    return {
      at: when,
      tell: async () => {
        const sharers = whose < BY_KOCS ? kocsOf(people) : await activeAmong(people);
        const sharer = sharers[Math.floor(which ** 1.7 * sharers.length)];
        if (sharer !== undefined)
          await openedBy(
            await linkOf(sharer),
            [personIdOf(SIMULATOR, userId)],
            Math.floor(whose * 100) % LOOKERS,
          );
      },
    };
  });
  const weeks = Array.from(
    { length: Math.floor((SHARING_DAYS * DAY_MS) / A_WEEK_MS) },
    (_, week): Chapter => ({
      at: new Date(daysBefore(at, 7 * week).getTime() - HOUR_MS),
      tell: growthDay,
    }),
  );
  return [
    { at: daysBefore(at, SHARING_DAYS + 2), tell: ownRules },
    ...visits,
    ...weeks,
    { at, tell: growthDay },
  ];
};

/** What people have saved since stands. */
async function ownRules(): Promise<void> {
  if ((await growthVersion()) === 0) await saveGrowthRules(operator(), { rules: RULES, baseVersion: 0 });
}

/** The first few of them who are active or further without being KOCs. */
async function activeAmong(people: readonly string[]): Promise<string[]> {
  const line = people.slice(OTHERS_AMONG.from, OTHERS_AMONG.from + OTHERS_AMONG.count);
  const stages = await stagesOf(line);
  return line.filter((id) => !['none', 'koc'].includes(stages.get(id) ?? 'none')).slice(0, OTHERS);
}

/** The code of somebody's link to chats; asked for again it is the same one. */
const madeBy = async (sharer: string): Promise<string> =>
  (await createLink(operator(), { kocId: sharer, channel: 'chat' }))._id;
