import path from 'node:path';
import { registerChannel } from './adapters/channel';
import { localStorage, useStorage } from './adapters/storage';
import { weChatCodes, weChatMessages, weChatSignIn } from './adapters/wechat';
import { simulatorChannel } from './adapters/simulator';
import {
  activitiesForSegment,
  activityDataOf,
  participationsOf,
  ruleBook,
  runningByGroup,
  serveKind,
} from './activities';
import { lastMessages, messagesOf } from './bot';
import type { Config } from './config';
import { couponGrabKind, couponNames, couponsForSegment } from './coupons';
import { demoFaces } from './demo';
import { blindBoxKind, boxNames, drawDataOf } from './draws';
import { groupDirectory, groupsOfPeople, groupsOfPerson, tellAboutGroups } from './groups';
import { peopleAt, reachCounts } from './growth';
import { memberBalances, type StatementLine, statementOf, useAuditKeyIn } from './ledger';
import { questionnaireTitles } from './intake';
import { latestMaterials } from './materials';
import { type Push, usePush } from './notices';
import { usePayer } from './payouts';
import { payerOf } from './wiring-pay';
import { personDataSources, tellAboutPeople, useWeChat } from './people';
import { productsById, tellAboutLinks } from './products';
import { blacklistedAmong, blacklistingOf } from './risk';
import { tellAboutSubGroups } from './subgroups';
import { describeServer } from './system';
import { happeningsOf, tellAboutTags } from './tags';
import { tellAboutWishes } from './wishes';

/** Domains that are imported by others hear here what those know: the only place where knowledge flows up. */
export function wireDomains(config: Config): void {
  describeServer({
    dataDir: config.dataDir,
    embedded: config.MONGODB_URI === undefined,
    weChatAppId: config.WECHAT_SECRET ? config.WECHAT_APPID : undefined,
    sealKeysGiven: config.SEAL_KEYS !== undefined,
    tellsByWeChat: config.WECHAT_NOTICE_TEMPLATE !== undefined,
    payMerchant: config.WECHATPAY_MCHID,
  });
  registerChannel(simulatorChannel);
  useAuditKeyIn(config.dataDir);
  const { WECHAT_APPID: appId, WECHAT_SECRET: secret, WECHAT_API_URL: apiUrl } = config;
  useWeChat(appId && secret ? weChatSignIn({ appId, secret, apiUrl }) : undefined);
  usePush(pushOf(config));
  usePayer(payerOf(config));
  tellAboutLinks({
    publicUrl: config.PUBLIC_URL ?? `http://${config.HOST}:${config.PORT}`,
    weChat: appId && secret ? weChatCodes({ appId, secret, apiUrl }) : undefined,
  });
  useStorage(localStorage(path.join(config.dataDir, 'files')));
  personDataSources.register('ledger', (personId) => wholeStatement(personId));
  personDataSources.register('groups', groupsOfPerson);
  personDataSources.register('messages', messagesOf);
  personDataSources.register('activities', activityDataOf);
  personDataSources.register('draws', drawDataOf);
  serveKind('blind_box', blindBoxKind);
  serveKind('coupon_grab', couponGrabKind);
  tellAboutGroups({
    lastMessages,
    running: (groupIds) => Promise.resolve(runningByGroup(groupIds)),
    blacklisted: (personIds) => blacklistedAmong([...personIds]),
  });
  tellAboutSubGroups({ brought: reachCounts, materials: () => latestMaterials(1) });
  tellAboutWishes({ peopleAt });
  tellAboutTags({
    audiencesOf: async (id) => [...(await activitiesForSegment(id)), ...(await couponsForSegment(id))],
    namesOf: async (ids) => {
      const [boxes, coupons, tests, products] = await Promise.all([
        boxNames(ids),
        couponNames(ids),
        questionnaireTitles(ids),
        productsById(ids),
      ]);
      return new Map([
        ...coupons,
        ...tests,
        ...[...boxes, ...products].map(([id, { name }]) => [id, name] as const),
      ]);
    },
  });
  tellAboutPeople({
    memberships: groupsOfPeople,
    group: (groupId) => {
      const group = groupDirectory.get(groupId);
      return (
        group && {
          name: group.name,
          memberCount: group.memberCount,
          botCanRead: group.capabilities.read,
          botCanPost: group.capabilities.post,
        }
      );
    },
    groupsIn: (units) =>
      [...groupDirectory.all()].filter((group) => units.has(group.unitId)).map((group) => group.id),
    running: (groupIds) =>
      Promise.resolve(
        new Map(
          groupIds.map((id) => {
            const group = groupDirectory.get(id);
            const running = group ? ruleBook.inGroup(group).filter((live) => live.state === 'running') : [];
            return [id, running.map((live) => ({ id: live.id, title: live.rule.title }))];
          }),
        ),
      ),
    balances: (personIds) => memberBalances([...personIds]),
    entries: async (personId, limit, groupIds) => (await statementOf([personId], { limit }, groupIds)).items,
    participations: participationsOf,
    happenings: happeningsOf,
    blacklisting: blacklistingOf,
    blacklisted: (personIds) => blacklistedAmong([...personIds]),
    faces: demoFaces,
  });
}

/** How people are told by WeChat, where the mini-program and its template are set up. */
function pushOf({
  WECHAT_APPID: appId,
  WECHAT_SECRET: secret,
  WECHAT_API_URL: apiUrl,
  WECHAT_NOTICE_TEMPLATE: template,
}: Config): Push | undefined {
  if (!appId || !secret || !template) return undefined;
  const [templateId, title, text, time] = template.split(',') as [string, string, string, string];
  return { messages: weChatMessages({ appId, secret, apiUrl }), templateId, fields: { title, text, time } };
}

/** Every entry of a person, page by page. */
async function wholeStatement(personId: string): Promise<StatementLine[]> {
  const lines: StatementLine[] = [];
  let cursor: string | undefined;
  do {
    const page = await statementOf([personId], { limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    lines.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return lines;
}
