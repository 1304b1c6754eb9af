import { statfs } from 'node:fs/promises';
import type { OutputOf, SystemPart, contracts } from '@kouyi/shared/contracts';
import { channelNames } from '../adapters/channel';
import { messagePathHealth, messagesSince } from '../bot';
import { sendingHealth } from '../gate';
import { groupDirectory } from '../groups';
import { auditRuns } from '../ledger';
import { now } from '../kernel/clock';
import { outboxHealth } from '../kernel/outbox-rows';
import { failedRunsSince } from '../kernel/schedule';
import { pingStore } from '../kernel/store';
import { brand } from '../org';
import { lastBackup } from './model';
import { agoInWords, backupState, diskState, gigabytes, queueState, worst } from './rules';

/** What boot knows and nobody else should have to ask for. */
interface ServerFacts {
  readonly dataDir: string;
  /** The embedded database, rather than one of MONGODB_URI. */
  readonly embedded: boolean;
  readonly weChatAppId: string | undefined;
  readonly sealKeysGiven: boolean;
  /** A subscribe message is set up, which reaches people outside of the mini-program. */
  readonly tellsByWeChat: boolean;
  /** The merchant number at WeChat Pay. */
  readonly payMerchant: string | undefined;
}

let facts: ServerFacts | undefined;

/** What only boot knows of this server; called once there, before anybody asks how it is. */
export const describeServer = (given: ServerFacts): void => void (facts = given);

function serverFacts(): ServerFacts {
  if (!facts) throw new Error('the server was not described');
  return facts;
}

type Look = (at: Date) => Promise<SystemPart>;
const DAY_MS = 86_400_000;
const SLOW_MS = 250;

const ageOf = (at: Date, since: Date | undefined): number =>
  since ? Math.max(0, at.getTime() - since.getTime()) : 0;
const fact = (name: string, value: string | number) => ({ name, value: String(value) });

const database: Look = async () => {
  const { dataDir, embedded } = serverFacts();
  const begun = performance.now();
  await pingStore();
  const tookMs = Math.max(1, Math.round(performance.now() - begun));
  const disk = await statfs(dataDir).catch(() => undefined);
  const freeBytes = disk ? disk.bavail * disk.bsize : undefined;
  const room = freeBytes === undefined || !embedded ? 'good' : diskState(freeBytes);
  const state = worst(tookMs > SLOW_MS ? 'care' : 'good', room);
  return {
    key: 'database',
    name: '数据库',
    what: '活动、积分、消息，全存在这里。',
    state,
    // What is bad stands in the line, not beside it.
    line:
      freeBytes !== undefined && room !== 'good'
        ? `数据盘只剩 ${gigabytes(freeBytes)}`
        : tookMs > SLOW_MS
          ? `回答有点慢，用了 ${tookMs} 毫秒`
          : '答得很快',
    facts: [
      fact('用的是', embedded ? '自带的数据库' : '自己的 MongoDB'),
      fact('回答用时', `${tookMs} 毫秒`),
      ...(freeBytes === undefined ? [] : [fact('数据盘还剩', gigabytes(freeBytes))]),
    ],
    ...(room === 'good' ? {} : { next: '清一清数据盘，或者换一块大的：盘满了，服务会停下来。' }),
  };
};

const messagePath: Look = async (at) => {
  const { waiting, oldestAt, failed } = await messagePathHealth();
  const oldestMs = ageOf(at, oldestAt);
  return {
    key: 'messages',
    name: '消息判定',
    what: '群里来的每句话先存好，再按规则判，一句只判一次。',
    state: queueState({ oldestMs, stuck: failed }),
    line:
      waiting === 0 ? '来一条判一条，没有排队的' : `${waiting} 条在等，最久的等了 ${agoInWords(oldestMs)}`,
    facts: [fact('在等', waiting), fact('判不了的', failed)],
    ...(failed > 0 ? { next: '有消息一直判不了，让技术同事看服务器日志里的 journal。' } : {}),
  };
};

const effects: Look = async (at) => {
  const { waiting, oldestAt, parked } = await outboxHealth(at);
  const oldestMs = ageOf(at, oldestAt);
  return {
    key: 'effects',
    name: '后续处理',
    what: '一件事发生后要跟着做的：记账、通知、统计。做不成会自己重试。',
    state: queueState({ oldestMs, stuck: parked }),
    line:
      parked > 0
        ? `${parked} 件一直做不成，停下来等人看`
        : waiting === 0
          ? '都做完了'
          : `${waiting} 件在做，最久的等了 ${agoInWords(oldestMs)}`,
    facts: [fact('在做', waiting), fact('停下等人', parked)],
    ...(parked > 0 ? { next: '让技术同事看服务器日志里的 reaction failed，修好后会接着做。' } : {}),
  };
};

const sending: Look = async (at) => {
  const { waiting, oldestAt, failedToday } = await sendingHealth(at);
  const oldestMs = ageOf(at, oldestAt);
  return {
    key: 'sending',
    name: '机器人发言',
    what: '机器人要说的话在这里排队，过了闸口才发。',
    state: worst(queueState({ oldestMs, stuck: 0 }), failedToday > 0 ? 'care' : 'good'),
    line: waiting === 0 ? '没有压着的话' : `${waiting} 句到点了还没发，最久的等了 ${agoInWords(oldestMs)}`,
    facts: [fact('到点没发', waiting), fact('今天没发出去', failedToday)],
    ...(failedToday > 0 ? { next: '在「触达」里看每一句为什么没发出去。' } : {}),
  };
};

const jobs: Look = async (at) => {
  const failed = await failedRunsSince(new Date(at.getTime() - DAY_MS));
  return {
    key: 'jobs',
    name: '定时任务',
    what: '到点自己做的事：活动开始和结束、算到期、清理。',
    state: failed.length > 0 ? 'care' : 'good',
    line: failed.length > 0 ? `一天里有 ${failed.length} 次没做成` : '一天里每次都做成了',
    facts: failed.slice(0, 3).map(({ job, error }) => fact(job, error)),
    ...(failed.length > 0 ? { next: '把上面的字发给技术同事。' } : {}),
  };
};

const CHANNELS: Record<string, { name: string; what: string }> = {
  simulator: { name: '渠道：模拟器', what: '不接微信也能把活动整个试一遍的群聊。' },
};

const channel =
  (name: string): Look =>
  async (at) => {
    const groups = [...groupDirectory.all()].filter((group) => group.channel === name);
    const mute = groups.filter(({ capabilities }) => !capabilities.post).length;
    const said = await messagesSince(
      new Date(at.getTime() - DAY_MS),
      groups.map(({ id }) => id),
    );
    return {
      key: `channel:${name}`,
      name: CHANNELS[name]?.name ?? `渠道：${name}`,
      what: CHANNELS[name]?.what ?? '群消息从这里进来，机器人的话从这里出去。',
      state: groups.length === 0 ? 'off' : 'good',
      line: groups.length === 0 ? '还没有群' : `${groups.length} 个群，一天里说了 ${said} 句`,
      facts: [
        fact('群', groups.length),
        ...(mute > 0 ? [fact('机器人说不了话的群', `${mute} 个，改走小程序卡片`)] : []),
      ],
    };
  };

const weChat: Look = () => {
  const { weChatAppId } = serverFacts();
  const demo = brand().demo;
  return Promise.resolve({
    key: 'wechat',
    name: '微信小程序登录',
    what: '顾客在微信里打开小程序时，认出是谁。',
    state: weChatAppId ? 'good' : 'off',
    line: weChatAppId
      ? '配好了'
      : demo
        ? '没接微信，小程序网页版用演示身份登录'
        : '没接微信，顾客还登不进小程序',
    facts: weChatAppId ? [fact('AppID', weChatAppId)] : [],
    ...(weChatAppId ? {} : { next: '在服务器上设好 WECHAT_APPID 和 WECHAT_SECRET，再重启。' }),
  });
};

const telling: Look = () => {
  const { tellsByWeChat } = serverFacts();
  return Promise.resolve({
    key: 'notices',
    name: '订阅消息',
    what: '老师回复了、奖品发货了，在微信里提醒一声。本人点过同意才发。',
    state: tellsByWeChat ? 'good' : 'off',
    line: tellsByWeChat ? '配好了' : '没接，通知只进小程序的消息页',
    facts: [],
    ...(tellsByWeChat ? {} : { next: '要在微信里提醒，设好 WECHAT_NOTICE_TEMPLATE 再重启。' }),
  });
};

const paying: Look = () => {
  const { payMerchant } = serverFacts();
  return Promise.resolve({
    key: 'pay',
    name: '微信付款',
    what: '提现审过之后，把钱转到对方的微信零钱。',
    state: payMerchant ? 'good' : 'off',
    line: payMerchant ? '配好了' : '没接，提现由财务手工付',
    facts: payMerchant ? [fact('商户号', payMerchant)] : [],
  });
};

const books: Look = async (at) => {
  const [last] = await auditRuns(1);
  const differs = last !== undefined && last.differences > 0;
  return {
    key: 'books',
    name: '账本核对',
    what: '每天把每个账户从第一笔重算一遍，和记着的余额比。',
    state: differs ? 'bad' : 'good',
    line: !last
      ? '还没核对过，今天夜里会做第一次'
      : `${agoInWords(ageOf(at, new Date(last.at)))}前核对过，${differs ? `${last.differences} 处对不上` : '全对得上'}`,
    facts: last ? [fact('核对的分录', last.entries)] : [],
    ...(differs ? { next: '先别付款，在服务器上跑 npm run audit 看是哪一笔。' } : {}),
  };
};

const sealing: Look = () => {
  const { sealKeysGiven } = serverFacts();
  return Promise.resolve({
    key: 'sealing',
    name: '加密钥匙',
    what: '地址、电话、照片存下来之前先加密，用的就是它。',
    state: 'good',
    line: sealKeysGiven ? '用的是配置里给的钥匙' : '用的是自己生成的钥匙，在数据目录的 seal-keys 里',
    facts: [],
    next: '备份里不带钥匙：另存一份到别处，丢了就解不开。',
  });
};

const backups: Look = async (at) => {
  const base = {
    key: 'backups',
    name: '备份',
    what: '万一机器坏了，靠它找回全部数据。',
  };
  if (!serverFacts().embedded)
    return { ...base, state: 'off', line: '用的是自己的 MongoDB，备份归它管', facts: [] };
  const last = await lastBackup();
  const ageMs = last ? ageOf(at, last.at) : undefined;
  const state = backupState(ageMs);
  return {
    ...base,
    state,
    line: ageMs === undefined ? '还没备份过' : `${agoInWords(ageMs)}前备份过`,
    facts: last ? [fact('存在', last.target)] : [],
    ...(state === 'good' ? {} : { next: '在服务器上跑 npm run backup -- 目录，最好每天一次。' }),
  };
};

/** Everything the server stands on or speaks to; what cannot even be looked at is bad, and the rest is still told. */
export async function healthOf(): Promise<OutputOf<(typeof contracts)['system']['health']>> {
  const at = now();
  const looks: Look[] = [
    database,
    messagePath,
    effects,
    sending,
    jobs,
    ...channelNames().map(channel),
    weChat,
    telling,
    paying,
    books,
    sealing,
    backups,
  ];
  return { checkedAt: at.toISOString(), parts: await Promise.all(looks.map((look) => look(at))) };
}
