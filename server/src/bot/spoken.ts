import { native } from '../kernel/store';
import { Journal } from './model';

/** What somebody said in a group since a moment: how often, and when last. */
export interface Spoken {
  readonly messages: number;
  readonly lastAt: Date;
}

/** Who said how much in a group since a moment, by person. The journal reaches back 31 days. */
export async function spokenIn(groupId: string, since: Date): Promise<Map<string, Spoken>> {
  const rows = await native(Journal)
    .aggregate<{ _id: string; messages: number; lastAt: Date }>([
      { $match: { groupId, at: { $gte: since }, kind: 'message' } },
      { $group: { _id: '$personId', messages: { $sum: 1 }, lastAt: { $max: '$at' } } },
    ])
    .toArray();
  return new Map(rows.map(({ _id, messages, lastAt }) => [_id, { messages, lastAt }]));
}
