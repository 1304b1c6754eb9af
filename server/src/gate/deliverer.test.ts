import { type ChannelMessage, ChannelDown, ChannelRefused, registerChannel } from '../adapters/channel';
import { simulatorChannel } from '../adapters/simulator';
import { createGroup, groupDirectory } from '../groups';
import { system } from '../kernel/actor';
import { useClock } from '../kernel/clock';
import { asSystem } from '../kernel/command';
import { newId } from '../kernel/ids';
import { subscribeRooms } from '../kernel/room-feed';
import { native } from '../kernel/store';
import {
  Deliverer,
  type OutgoingPlan,
  outgoingCausedBy,
  gateSettings,
  outgoingIdOf,
  planAllOutgoing,
  planOutgoing,
  saveGateSettings,
  sentLines,
} from '.';
import { Outgoing } from './model';
import { useDatabase } from '../../../test/support/database';

const NOON = new Date('2036-11-21T12:00:00+08:00');
let clock = NOON;
const later = (seconds: number) => (clock = new Date(clock.getTime() + seconds * 1000));

/** A channel that keeps what it got and does what a test tells it. */
const channel = {
  name: 'test',
  got: [] as ChannelMessage[],
  atOnce: new Map<string, number>(),
  most: 0,
  fail: undefined as ((message: ChannelMessage) => Error | undefined) | undefined,
  async send(message: ChannelMessage): Promise<void> {
    const speaking = (this.atOnce.get(message.groupId) ?? 0) + 1;
    this.atOnce.set(message.groupId, speaking);
    this.most = Math.max(this.most, speaking);
    await new Promise(setImmediate);
    this.atOnce.set(message.groupId, speaking - 1);
    const error = this.fail?.(message);
    if (error) throw error;
    this.got.push(message);
  },
};
const said = () => channel.got.map((message) => message.text);

let groups = 0;
const newGroup = async (more: { channel?: string; post?: boolean } = {}): Promise<string> => {
  const { groupId } = await createGroup(
    { actor: system('test') },
    {
      channel: more.channel ?? 'test',
      channelGroupId: `g${(groups += 1)}`,
      name: `咖啡 ${groups} 群`,
      unitId: 'unt_root',
      tags: [],
      capabilities: { read: true, post: more.post ?? true },
      members: [],
    },
  );
  return groupId;
};

const plan = (groupId: string, text: string, more: Partial<OutgoingPlan> = {}): Promise<void> =>
  asSystem('test', (tx) =>
    planOutgoing(tx, { key: newId('key'), groupId, kind: 'answer', text, cause: {}, ...more }),
  );

const deliverer = new Deliverer();
/** Looks again and again while time goes on, as the sweep would. */
const letPass = async (seconds: number, by: readonly Deliverer[] = [deliverer]): Promise<void> => {
  for (let passed = 0; passed <= seconds; passed += 1) {
    await Promise.all(by.map((each) => each.drain()));
    later(1);
  }
};

useDatabase(() => groupDirectory.load());
beforeAll(() => {
  useClock(() => clock);
  registerChannel(channel);
  registerChannel(simulatorChannel);
});
beforeEach(() => {
  clock = NOON;
  channel.got = [];
  channel.most = 0;
  channel.fail = undefined;
});
afterEach(() => native(Outgoing).deleteMany({}));

test('lines of a group leave in the order in which they were meant to be said, two seconds apart', async () => {
  const groupId = await newGroup();
  for (const text of ['一', '二', '三']) await plan(groupId, text);
  await plan(groupId, '早', { dueAt: new Date(clock.getTime() - 1000) });
  await deliverer.drain();
  expect(said()).toEqual(['早']);
  await letPass(8);
  expect(said()).toEqual(['早', '一', '二', '三']);
  const at = channel.got.map((message) => message.at.getTime());
  for (let i = 1; i < at.length; i += 1) expect(at[i]! - at[i - 1]!).toBeGreaterThanOrEqual(2_000);
});

test('thousands of lines are planned together, each once, however often that is tried', async () => {
  const groupId = await newGroup();
  const lines = Array.from({ length: 2_100 }, (_, i) => ({
    key: `last word ${i}`,
    groupId,
    kind: 'closing' as const,
    text: `第 ${i} 句`,
    cause: {},
  }));
  for (let again = 0; again < 2; again += 1) await asSystem('test', (tx) => planAllOutgoing(tx, lines));
  const planned = await native(Outgoing).find({ groupId }).sort({ plannedFor: 1, seq: 1 }).toArray();
  expect(planned.map(({ text }) => text)).toEqual(lines.map(({ text }) => text));
});

test('the same key is planned and said once', async () => {
  const groupId = await newGroup();
  await plan(groupId, '一次', { key: 'same' });
  await plan(groupId, '又一次', { key: 'same' });
  await letPass(5);
  expect(said()).toEqual(['一次']);
});

test('several deliverers never say a line twice nor two at once in a group', async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, () => newGroup()));
  const texts = ['1', '2', '3', '4'];
  for (const text of texts) for (const id of ids) await plan(id, text);
  await letPass(12, [deliverer, new Deliverer(), new Deliverer()]);
  for (const id of ids)
    expect(channel.got.filter((each) => each.groupId === id).map((each) => each.text)).toEqual(texts);
  expect(channel.most).toBe(1);
});

test('a channel that is down delays, keeps the order and loses nothing', async () => {
  const groupId = await newGroup();
  channel.fail = () => new ChannelDown('no answer');
  await plan(groupId, '一');
  await letPass(20);
  await plan(groupId, '二');
  await letPass(5);
  expect(said()).toEqual([]);
  expect(await native(Outgoing).findOne({ text: '一' })).toMatchObject({
    state: 'queued',
    code: 'channel_down',
  });
  channel.fail = undefined;
  await letPass(60);
  expect(said()).toEqual(['一', '二']);
});

test('an answer that a channel could not say for ten minutes is refused, with the reason', async () => {
  const groupId = await newGroup();
  channel.fail = () => new ChannelDown('no answer');
  await plan(groupId, '太晚了');
  await deliverer.drain();
  later(601);
  await deliverer.drain();
  const [line] = await outgoingCausedBy({ groupId, from: NOON, to: clock });
  expect(line).toMatchObject({ state: 'refused', code: 'stale' });
  expect(line!.reason).toContain('10 分钟');
});

test('a final no of the channel is written and does not hold up what follows', async () => {
  const groupId = await newGroup();
  channel.fail = ({ text }) => (text === '坏' ? new ChannelRefused('含有违禁词') : undefined);
  await plan(groupId, '坏');
  await plan(groupId, '好');
  await letPass(4);
  expect(said()).toEqual(['好']);
  expect(await native(Outgoing).findOne({ text: '坏' })).toMatchObject({
    state: 'failed',
    code: 'channel_refused',
    reason: '渠道拒绝了：含有违禁词',
  });
});

test('changed settings hold from the next line on', async () => {
  const groupId = await newGroup();
  const before = await gateSettings();
  await saveGateSettings({ actor: system('test') }, { ...before, minGapSeconds: 30 });
  await plan(groupId, '一');
  await plan(groupId, '二');
  await letPass(20);
  expect(said()).toEqual(['一']);
  await saveGateSettings({ actor: system('test') }, before);
  await letPass(12);
  expect(said()).toEqual(['一', '二']);
});

test('where the bot can’t post, the line is refused and the reason names the card', async () => {
  const groupId = await newGroup({ post: false });
  await plan(groupId, '你好');
  await deliverer.drain();
  const [line] = await outgoingCausedBy({ groupId, from: NOON, to: clock });
  expect(line).toMatchObject({ state: 'refused', code: 'channel_cannot_post' });
  expect(line!.reason).toContain('小程序卡片');
});

test('at night welcomes wait for the morning while answers pass them', async () => {
  clock = new Date('2036-11-21T23:00:00+08:00');
  const groupId = await newGroup();
  await plan(groupId, '欢迎', { kind: 'welcome' });
  await plan(groupId, '收到');
  await letPass(3);
  expect(said()).toEqual(['收到']);
  clock = new Date('2036-11-22T07:30:00+08:00');
  await deliverer.drain();
  expect(said()).toEqual(['收到', '欢迎']);
});

test('a line whose process died after saying it appears once in the room', async () => {
  const groupId = await newGroup({ channel: 'simulator' });
  const frames: string[] = [];
  const stop = subscribeRooms([groupId], (frame) => {
    if (frame.type === 'message') frames.push(frame.message.id);
  });
  await plan(groupId, '打卡 12 位', { key: 'died' });
  // What a process leaves behind that was killed between the channel's yes and the mark.
  const _id = outgoingIdOf('died');
  await simulatorChannel.send({
    key: _id,
    channelGroupId: 'x',
    groupId,
    text: '打卡 12 位',
    persona: '小助理',
    at: clock,
  });
  await native(Outgoing).updateOne(
    { _id },
    { $set: { claim: 'clm_dead', claimedUntil: new Date(clock.getTime() + 30_000) } },
  );
  await deliverer.drain();
  expect(await sentLines(groupId, { limit: 10 })).toEqual([]);
  later(31);
  await letPass(3);
  expect(frames).toEqual([_id]);
  expect((await sentLines(groupId, { limit: 10 })).map((line) => line.id)).toEqual([_id]);
  stop();
});

test('the looks that happen all the time use indexes', async () => {
  const groupId = await newGroup();
  const looks = [
    native(Outgoing)
      .find({ pending: true, dueAt: { $lte: clock } })
      .sort({ dueAt: 1 }),
    native(Outgoing).find({ groupId, pending: true }).sort({ plannedFor: 1, seq: 1 }),
    native(Outgoing)
      .find({ groupId, state: 'sent', sentAt: { $gt: NOON } })
      .sort({ sentAt: -1 }),
    native(Outgoing).find({ groupId }).sort({ createdAt: -1, _id: -1 }),
    native(Outgoing).find({ 'cause.activityId': 'act_1', createdAt: { $gte: NOON } }),
  ];
  for (const look of looks) {
    const plan = JSON.stringify(await look.explain('queryPlanner'));
    expect(plan).toContain('IXSCAN');
    expect(plan).not.toContain('COLLSCAN');
  }
});
