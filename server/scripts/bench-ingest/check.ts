import { MongoClient } from 'mongodb';
import type { Sent } from './load';

/** What the database holds after a run, against what was acknowledged. */
export interface Truth {
  lost: number;
  doubled: number;
  participations: number;
}

/** Waits until every stored message is decided and everything that follows from it is done. */
export async function untilQuiet(uri: string, dbName: string): Promise<void> {
  const client = await new MongoClient(uri).connect();
  try {
    const db = client.db(dbName);
    // Bounds on the partial indexes: looking must not cost what it is meant to measure.
    const begun = { $gte: new Date(0) };
    await untilZero(() =>
      db.collection('journal').countDocuments({ pending: true, partition: { $gte: 0 }, receivedAt: begun }),
    );
    await untilZero(() => db.collection('outbox').countDocuments({ pending: true, dueAt: begun }));
  } finally {
    await client.close();
  }
}

/** Counts once nothing is under way any more. */
export async function checkDatabase(uri: string, dbName: string, sent: Sent): Promise<Truth> {
  const client = await new MongoClient(uri).connect();
  try {
    const db = client.db(dbName);
    const journal = await db.collection('journal').countDocuments({});
    const seen = new Map<string, number>();
    const users = new Map<string, string>();
    const groups = new Map<string, string>();
    for await (const group of db
      .collection<{ _id: string; channelGroupId: string }>('groups')
      .find({}, { projection: { channelGroupId: 1 } }))
      groups.set(group._id, group.channelGroupId);
    const activities = new Map<string, { trigger: string; where: string[] }>();
    for await (const activity of db
      .collection<{ _id: string; rule: { triggers: string[] } }>('activities')
      .find({}))
      activities.set(activity._id, { trigger: activity.rule.triggers[0]!, where: [] });
    for await (const member of db
      .collection<{ _id: string; personId: string; userId: string }>('group_members')
      .find({}, { projection: { personId: 1, userId: 1 } }))
      users.set(member.personId, member.userId);
    const granted = new Set<string>();
    for await (const row of db
      .collection<{ _id: string }>('ledger_transactions')
      .find({}, { projection: { _id: 1 } }))
      granted.add(row._id);
    let participations = 0;
    let unpaid = 0;
    for await (const row of db
      .collection<{ _id: string; activityId: string; personId: string }>('activity_decisions')
      .find({ outcome: 'counted' }, { projection: { activityId: 1, personId: 1 } })) {
      participations += 1;
      const key = `${row.activityId}|${users.get(row.personId)}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      if (!granted.has(`grant:${row._id}`)) unpaid += 1;
    }
    // One participation per activity and person: who typed the same trigger in any of its groups is in once.
    const expected = new Set<string>();
    const byPlace = await activityByPlace(db.collection('activities'), groups);
    for (const each of sent.matching) {
      const [group, user, trigger] = each.split('|');
      const activityId = byPlace(group!, trigger!);
      if (activityId) expected.add(`${activityId}|${user}`);
    }
    const missing = [...expected].filter((key) => !seen.has(key)).length;
    const twice =
      [...seen.values()].filter((times) => times > 1).length + Math.max(0, granted.size - participations);
    return {
      lost: Math.max(0, sent.acked - journal) + missing + unpaid,
      doubled: Math.max(0, journal - sent.acked) + twice,
      participations,
    };
  } finally {
    await client.close();
  }
}

type Activities = ReturnType<ReturnType<MongoClient['db']>['collection']>;

async function activityByPlace(
  activities: Activities,
  groups: ReadonlyMap<string, string>,
): Promise<(group: string, trigger: string) => string | undefined> {
  const places = new Map<string, string>();
  for await (const doc of activities.find({})) {
    const { _id, rule } = doc as unknown as {
      _id: string;
      rule: { triggers: string[]; where: { everywhere: boolean; groupIds: string[] } };
    };
    const where = rule.where.everywhere ? [...groups.keys()] : rule.where.groupIds;
    for (const groupId of where) places.set(`${groups.get(groupId)}|${rule.triggers[0]}`, _id);
  }
  return (group, trigger) => places.get(`${group}|${trigger}`);
}

async function untilZero(count: () => Promise<number>): Promise<void> {
  const end = Date.now() + 120_000;
  while ((await count()) > 0) {
    if (Date.now() > end) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
