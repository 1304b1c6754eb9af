import { command } from '../kernel/command';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { assertEverywhere, mayAt, unitDirectory } from '../org';
import { personIdOf } from '../people';
import { groupDirectory } from './directory';
import { groupCreated, groupUpdated } from './events';
import { BandSettings, type Capabilities, groupIdOf, Groups, memberKey, Members } from './model';
import { assertReachesGroup } from './policy';
import { assertBands, DEFAULT_GROUP_BANDS, type GroupBand, refuse } from './rules';

export interface NewGroup {
  readonly channel: string;
  readonly channelGroupId: string;
  readonly name: string;
  readonly unitId: string;
  readonly tags: readonly string[];
  readonly capabilities: Capabilities;
  readonly members: readonly { userId: string; name: string; joinedAt: Date }[];
}

/**
 * Makes a group known, with whoever is in it; this process knows it as soon as this resolves. A group that is
 * known already stays as it is (`created: false`).
 */
export const createGroup = command('groups.create', {
  async run(input: NewGroup, tx) {
    const _id = groupIdOf(input.channel, input.channelGroupId);
    const options = { session: tx.session, ignoreUndefined: true };
    tx.afterCommit(() => groupDirectory.ensure([_id]));
    if (await native(Groups).findOne({ _id }, { ...options, projection: { _id: 1 } }))
      return { groupId: _id, created: false };

    const members = [...new Map(input.members.map((member) => [member.userId, member])).values()];
    const rows = members.map(({ userId, name, joinedAt }) => ({
      _id: memberKey(_id, userId),
      groupId: _id,
      userId,
      personId: personIdOf(input.channel, userId),
      name,
      nameAt: joinedAt,
      present: true,
      joinedAt,
      lastJoinAt: joinedAt,
    }));
    await native(Groups).insertOne(
      {
        _id,
        channel: input.channel,
        channelGroupId: input.channelGroupId,
        name: input.name,
        unitId: input.unitId,
        tags: [...new Set(input.tags)],
        memberCount: rows.length,
        capabilities: { ...input.capabilities },
        createdAt: tx.now,
        updatedAt: tx.now,
      },
      options,
    );
    if (rows.length > 0) await native(Members).insertMany(rows, options);
    if (tx.actor.kind !== 'system')
      tx.audit({
        subject: _id,
        after: { name: input.name, unitId: input.unitId, tags: input.tags, members: rows.length },
      });
    tx.emit(
      groupCreated({
        groupId: _id,
        channel: input.channel,
        channelGroupId: input.channelGroupId,
        members: rows.map(({ userId, personId, name, joinedAt }) => ({ userId, personId, name, joinedAt })),
      }),
    );
    return { groupId: _id, created: true };
  },
});

/** What may be changed of a group; what is absent stays. */
export interface GroupChange {
  readonly id: string;
  readonly name?: string | undefined;
  readonly tags?: string[] | undefined;
  readonly unitId?: string | undefined;
}

/** Changes name, tags or org unit. @throws Refusal `not_found`, `unit_unknown`. */
export const updateGroup = command('groups.update', {
  may: (actor, { id }: GroupChange) => void assertReachesGroup(actor, id, 'groups.write'),
  async run({ id, ...change }: GroupChange, tx) {
    const doc = await native(Groups).findOne({ _id: id }, { session: tx.session });
    if (!doc) throw refuseAnywhere('not_found');
    const before = { name: doc.name, tags: doc.tags, unitId: doc.unitId };
    const after = {
      name: change.name?.trim() || before.name,
      tags: change.tags ? [...new Set(change.tags.map((tag) => tag.trim()).filter(Boolean))] : before.tags,
      unitId: change.unitId ?? before.unitId,
    };
    if (after.unitId !== before.unitId) {
      if (!unitDirectory.has(after.unitId) || !mayAt(tx.actor, 'groups.write', after.unitId))
        throw refuse('unit_unknown', { field: 'unitId' });
    }
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    await native(Groups).updateOne(
      { _id: id },
      { $set: { ...after, updatedAt: tx.now } },
      { session: tx.session },
    );
    tx.audit({ subject: id, before, after });
    tx.afterCommit(() => groupDirectory.refreshOf([id]));
    tx.emit(groupUpdated({ groupId: id, before, after }));
  },
});

/** Replaces the bands. @throws Refusal `bands_have_gaps`; `not_allowed` for roles of one branch. */
export const saveBands = command('groups.save-bands', {
  // Bands hold for the whole brand: a role that reaches one branch may not set them for all.
  may: (actor) => assertEverywhere(actor, 'groups.write'),
  async run({ items }: { items: GroupBand[] }, tx) {
    assertBands(items);
    const doc = await native(BandSettings).findOneAndUpdate(
      { _id: 'bands' },
      { $set: { items, updatedAt: tx.now } },
      { upsert: true, returnDocument: 'before', session: tx.session, ignoreUndefined: true },
    );
    tx.audit({ subject: 'bands', before: doc?.items ?? DEFAULT_GROUP_BANDS, after: items });
    tx.afterCommit(() => groupDirectory.refresh());
  },
});
