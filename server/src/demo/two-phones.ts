import { mergePeople, selvesOf } from '../people';
import { daysBefore, operator } from './ground';
import { kocsOf } from './shop';
import type { Chapter } from './story';

/** Which of the KOCs comes with two phones, the other one's place in the line, and since when the brand knows. */
const KOC = 5;
const OTHER_PLACE = 587;
const KNOWN_DAYS_AGO = 12.3;
const REASON = '天河店当面核对过：护肤群的 Cherry 就是咖啡群的若曦，两部手机都拿出来看了';

/** A KOC who speaks in a coffee group with another phone; seen as one person since a store asked. */
export const twoPhonesChapters = (people: readonly string[], at: Date): Chapter[] => [
  { at: daysBefore(at, KNOWN_DAYS_AGO), tell: () => seenAsOne(kocsOf(people)[KOC]!, people[OTHER_PLACE]!) },
];

async function seenAsOne(personId: string, otherId: string): Promise<void> {
  if ((await selvesOf(personId)).length > 1) return;
  await mergePeople(operator(), { personId, otherId, reason: REASON });
}
