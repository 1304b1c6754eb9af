import { type Actor, actorName, type MemberActor, system } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { derivedId, inputHash, newToken } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { anyOf, native } from '../kernel/store';
import { takeTurns } from '../kernel/turns';
import { SIMULATOR } from '../adapters/simulator';
import { assertReachesGroup, createGroup, groupDirectory, groupsOfPerson } from '../groups';
import { kocsAmong } from '../koc';
import { notify } from '../notices';
import { assertEverywhere, unitDirectory } from '../org';
import { channelUserOf, selvesOf } from '../people';
import { blacklistedAmong } from '../risk';
import { subGroupOpened } from './events';
import { activeKocOf, activeKocsOf } from './facts';
import { SubGroups, type SubGroupRow } from './model';
import { refuse, SUB_GROUPS_MOST, subGroupStates } from './rules';

/** Tag of the groups that KOCs opened. */
const TAG = 'KOC 子群';

const stepBy = (actor: Actor): string => (actor.kind === 'member' ? 'KOC 本人' : actorName(actor));

/** A person has one limit, by whichever of their identities they run groups. */
async function assertMayRunOneMore(tx: Tx, kocId: string): Promise<void> {
  const selves = await selvesOf(kocId);
  await takeTurns(
    tx,
    selves.map((self) => `sub-groups:${self}`),
  );
  const running = await native(SubGroups).countDocuments(
    { kocId: anyOf(selves), state: { $in: ['requested', 'open'] } },
    { session: tx.session },
  );
  if (running >= SUB_GROUPS_MOST) throw refuse('sub_groups_most', { details: { most: SUB_GROUPS_MOST } });
}

async function getRow(tx: Tx, id: string): Promise<SubGroupRow> {
  const row = await native(SubGroups).findOne({ _id: id }, { session: tx.session });
  if (!row) throw refuseAnywhere('not_found');
  return row;
}

/** A sub-group within the actor's reach: one without a real group belongs to no branch. @throws Refusal `not_found`. */
async function reachedRow(tx: Tx, id: string): Promise<SubGroupRow> {
  const row = await getRow(tx, id);
  if (row.groupId === undefined) assertEverywhere(tx.actor, 'koc.write');
  else assertReachesGroup(tx.actor, row.groupId, 'koc.write');
  return row;
}

async function save(
  tx: Tx,
  had: SubGroupRow,
  change: Partial<SubGroupRow>,
  words: string,
): Promise<SubGroupRow> {
  if (change.state !== undefined && change.state !== had.state)
    subGroupStates.assertMove(had.state, change.state);
  const row: SubGroupRow = {
    ...had,
    ...change,
    steps: [...had.steps, { at: tx.now, by: stepBy(tx.actor), words }].slice(-100),
  };
  const { _id, ...fields } = row;
  await native(SubGroups).replaceOne({ _id }, fields, { session: tx.session, ignoreUndefined: true });
  return row;
}

const tell = (tx: Tx, row: SubGroupRow, key: string, title: string, text: string, kocId = row.kocId) =>
  notify(tx, {
    key: `sub-group:${row._id}:${key}:${row.steps.length}`,
    personId: kocId,
    kind: 'service',
    title,
    text,
    page: '/koc/sub-groups/index',
    cause: { kind: 'sub_group', id: row._id },
  });

/** A sub-group as its KOC wishes it. */
export interface Opening {
  readonly name: string;
  readonly purpose?: string | undefined;
  readonly channel?: 'simulator' | 'wechat' | undefined;
  readonly requestKey: string;
}

/**
 * A KOC opens a sub-group. On the simulator the group is made in the same transaction; elsewhere it is asked for,
 * because nobody but a person can open a group in WeChat. The same request key is the same sub-group.
 * Refuses `not_a_koc`, `sub_group_blacklisted`, `sub_groups_most`, `key_used_differently` (409).
 */
export const openSubGroup = command<Opening, SubGroupRow>('subgroups.open', {
  async run({ name, purpose, channel: wished, requestKey }, tx) {
    const { personId } = tx.actor as MemberActor;
    const options = { session: tx.session };
    const koc = await activeKocOf(personId, tx.session);
    if (!koc) throw refuse('not_a_koc');
    const kocId = koc._id;
    const _id = derivedId('sgr', kocId, requestKey);
    const hash = inputHash({ name, purpose, wished });
    const had = await native(SubGroups).findOne({ _id }, options);
    if (had && had.inputHash !== hash) throw refuse('key_used_differently', { field: 'requestKey' });
    if (had) return had;
    if ((await blacklistedAmong([personId, kocId])).size > 0) throw refuse('sub_group_blacklisted');
    await assertMayRunOneMore(tx, kocId);
    const fromSimulator = (await channelUserOf(kocId, SIMULATOR)) !== undefined;
    const channel = wished ?? (fromSimulator ? 'simulator' : 'wechat');
    const row: SubGroupRow = {
      _id,
      kocId,
      name,
      ...(purpose ? { purpose } : {}),
      channel,
      state: 'requested',
      inputHash: hash,
      joinCode: await freeCode(tx),
      steps: [],
      createdAt: tx.now,
    };
    if (channel === 'wechat') {
      row.steps.push({ at: tx.now, by: 'KOC 本人', words: '申请开一个真实的微信群' });
      await native(SubGroups).insertOne(row, options);
      return row;
    }
    const groupId = await makeGroup(tx, row);
    const opened: SubGroupRow = {
      ...row,
      state: 'open',
      groupId,
      openedAt: tx.now,
      steps: [{ at: tx.now, by: 'KOC 本人', words: '在模拟器里建好了群' }],
    };
    await native(SubGroups).insertOne(opened, options);
    tx.emit(subGroupOpened({ subGroupId: _id, kocId, groupId, at: tx.now }));
    return opened;
  },
});

/** The room on the simulator: of the unit whose group its KOC came into last, so that their store sees it. */
async function makeGroup(tx: Tx, row: SubGroupRow): Promise<string> {
  const [latest] = await groupsOfPerson(row.kocId);
  const unitId = (latest && groupDirectory.get(latest.groupId)?.unitId) ?? unitDirectory.rootId;
  const { groupId } = await createGroup.as(tx, system('subgroups.open'), {
    channel: SIMULATOR,
    channelGroupId: `room_${row._id}`,
    name: row.name,
    unitId,
    tags: [TAG],
    capabilities: { read: true, post: true },
    members: [],
  });
  return groupId;
}

const CODE_LENGTH = 6;

async function freeCode(tx: Tx): Promise<string> {
  for (;;) {
    const joinCode = newToken().slice(0, CODE_LENGTH).toUpperCase();
    if (!(await native(SubGroups).findOne({ joinCode }, { session: tx.session }))) return joinCode;
  }
}

/** The way into a real group; the picture itself is in the storage. */
export interface Joining {
  readonly joinUrl?: string | undefined;
  readonly qrKey?: string | undefined;
  readonly qrUntil?: Date | undefined;
}

const joiningOf = ({ joinUrl, qrKey, qrUntil }: Joining) => ({
  ...(joinUrl === undefined ? {} : { joinUrl }),
  ...(qrKey === undefined ? {} : { qrKey }),
  ...(qrUntil === undefined ? {} : { qrUntil }),
});

/**
 * Gives a requested sub-group its real group. Refuses `not_found`, `state_forbids` (409), `group_taken` (409),
 * `join_way_missing`.
 */
export const attachGroup = command<{ id: string; groupId: string } & Joining, SubGroupRow>(
  'subgroups.attach',
  {
    async run({ id, groupId, ...joining }, tx) {
      const had = await reachedRow(tx, id);
      const group = assertReachesGroup(tx.actor, groupId, 'koc.write');
      subGroupStates.assertMove(had.state, 'open');
      if (had.groupId !== undefined) subGroupStates.assertMove(had.state, 'requested');
      await takeTurns(tx, [`sub-group-of:${groupId}`]);
      const taken = await native(SubGroups).findOne(
        { groupId, state: { $in: ['open', 'adrift'] } },
        { session: tx.session },
      );
      if (taken) throw refuse('group_taken', { field: 'groupId' });
      const simulated = group.channel === SIMULATOR;
      if (!simulated && !joining.joinUrl && !joining.qrKey)
        throw refuse('join_way_missing', { field: 'qrBase64' });
      const row = await save(
        tx,
        had,
        {
          state: 'open',
          groupId,
          channel: simulated ? 'simulator' : 'wechat',
          openedAt: tx.now,
          ...joiningOf(joining),
        },
        `接上了真实的群「${group.name}」`,
      );
      await tell(
        tx,
        row,
        'open',
        `子群「${row.name}」建好了`,
        '入群码已经可以用了，去 KOC 中心看看今天发什么。',
      );
      tx.audit({
        subject: id,
        after: { groupId, joinUrl: joining.joinUrl, qr: joining.qrKey !== undefined },
      });
      tx.emit(subGroupOpened({ subGroupId: id, kocId: row.kocId, groupId, at: tx.now }));
      return row;
    },
  },
);

/** Another way into an open real group. Refuses `not_found`, `state_forbids` (409), `join_way_missing`. */
export const setJoining = command<{ id: string } & Joining, SubGroupRow>('subgroups.set-joining', {
  async run({ id, ...joining }, tx) {
    const had = await reachedRow(tx, id);
    if (had.state !== 'open') subGroupStates.assertMove(had.state, 'requested');
    if (!joining.joinUrl && !joining.qrKey) throw refuse('join_way_missing', { field: 'qrBase64' });
    const { qrUntil: _old, ...rest } = had;
    const row = await save(tx, rest, joiningOf(joining), '换了进群方式');
    tx.audit({
      subject: id,
      after: { joinUrl: joining.joinUrl, qr: joining.qrKey !== undefined, qrUntil: joining.qrUntil },
    });
    return row;
  },
});

/** No group for this request. Refuses `not_found`, `state_forbids` (409). */
export const declineSubGroup = command<{ id: string; reason: string }, SubGroupRow>('subgroups.decline', {
  async run({ id, reason }, tx) {
    const had = await reachedRow(tx, id);
    const row = await save(tx, had, { state: 'declined', endedAt: tx.now }, reason);
    await tell(tx, row, 'declined', `子群「${row.name}」没有通过`, reason);
    tx.audit({ subject: id, after: { state: row.state, reason } });
    return row;
  },
});

/** Another KOC runs it. Refuses `not_found`, `state_forbids` (409), `not_a_koc`, `same_koc`, `sub_groups_most`. */
export const handOverSubGroup = command<{ id: string; kocId: string; reason: string }, SubGroupRow>(
  'subgroups.hand-over',
  {
    async run({ id, kocId, reason }, tx) {
      const had = await reachedRow(tx, id);
      if (had.state !== 'open') subGroupStates.assertMove(had.state, 'open');
      if (had.groupId === undefined) subGroupStates.assertMove(had.state, 'requested');
      const koc = (await kocsAmong([kocId], tx.session)).get(kocId);
      if (!koc || koc.endedAt) throw refuse('not_a_koc', { field: 'kocId' });
      if (had.kocId === kocId && had.state === 'open') throw refuse('same_koc', { field: 'kocId' });
      await assertMayRunOneMore(tx, kocId);
      const row = await save(tx, had, { state: 'open', kocId }, `移交给另一位 KOC：${reason}`);
      await tell(tx, row, 'yours', `子群「${row.name}」交给你了`, `${reason}。去 KOC 中心看看今天发什么。`);
      await tell(tx, row, 'gone', `子群「${row.name}」已移交`, reason, had.kocId);
      tx.audit({ subject: id, before: { kocId: had.kocId }, after: { kocId, reason } });
      tx.emit(subGroupOpened({ subGroupId: id, kocId, groupId: row.groupId!, at: tx.now }));
      return row;
    },
  },
);

/** Nobody runs it any more. Refuses `not_found` (also for a KOC whose it is not), `state_forbids` (409). */
export const closeSubGroup = command<{ id: string; reason: string }, SubGroupRow>('subgroups.close', {
  async run({ id, reason }, tx) {
    const byMember = tx.actor.kind === 'member';
    const had = byMember ? await ownRow(tx, id) : await reachedRow(tx, id);
    const row = await save(tx, had, { state: 'closed', endedAt: tx.now }, `结束：${reason}`);
    if (!byMember) {
      await tell(tx, row, 'closed', `子群「${row.name}」结束了`, reason);
      tx.audit({ subject: id, after: { state: row.state, reason } });
    }
    return row;
  },
});

async function ownRow(tx: Tx, id: string): Promise<SubGroupRow> {
  const row = await getRow(tx, id);
  const kocs = await activeKocsOf((tx.actor as MemberActor).personId, tx.session);
  if (!kocs.some(({ _id }) => _id === row.kocId)) throw refuseAnywhere('not_found');
  return row;
}

/** What KOCs leave behind when they end: groups look for another KOC, requests are over. */
export async function leaveAdrift(tx: Tx, kocIds: readonly string[]): Promise<void> {
  const rows = await native(SubGroups)
    .find({ kocId: anyOf(kocIds), state: { $in: ['requested', 'open'] } }, { session: tx.session })
    .toArray();
  for (const row of rows)
    await (row.state === 'requested'
      ? save(tx, row, { state: 'declined', endedAt: tx.now }, '申请人不再是 KOC')
      : save(tx, row, { state: 'adrift' }, 'KOC 已结束，等移交给另一位'));
}
