import type { contracts, MySubGroup, OutputOf } from '@kouyi/shared/contracts';
import type { SubGroupState } from '@kouyi/shared/types';
import { untilInWords } from '@kouyi/shared/rules/coupon-words';
import { groupDirectory, userAmongIn } from '../groups';
import { refuseAnywhere } from '../kernel/refusals';
import { anyOf, native } from '../kernel/store';
import { identitiesOf, nicknames } from '../people';
import { pageUrl } from '../products';
import { activeKocsOf } from './facts';
import { figuresOf } from './figures';
import { letsInAtOnce, subGroupByCode } from './joining';
import { SubGroups, type SubGroupRow } from './model';
import { isRunning, todayOf, wordsOf } from './presenters';
import { SUB_GROUPS_MOST } from './rules';

type Member = (typeof contracts)['member'];

/** Page of the mini-program on which a code is typed or scanned. */
export const JOIN_PAGE = 'koc/join/index';

/** A sub-group as its KOC sees it. */
export async function mySubGroup(row: SubGroupRow): Promise<MySubGroup> {
  const figures = isRunning(row) ? await figuresOf(row.groupId!, row.kocId) : undefined;
  const open = row.state === 'open' && figures !== undefined;
  return {
    id: row._id,
    name: row.name,
    state: row.state,
    words: wordsOf(row, figures),
    ...(row.groupId ? { groupId: row.groupId } : {}),
    members: figures?.members ?? 0,
    active7d: figures?.active ?? 0,
    newcomers7d: figures?.newcomers ?? 0,
    ...(open
      ? { health: figures.health, joinCode: row.joinCode, joinLink: pageUrl(JOIN_PAGE, row.joinCode) }
      : {}),
    ...(row.qrUntil ? { qrUntil: row.qrUntil.toISOString() } : {}),
    today: open ? await todayOf(row, figures) : [],
    createdAt: row.createdAt.toISOString(),
    ...(row.openedAt ? { openedAt: row.openedAt.toISOString() } : {}),
  };
}

/** A KOC of long standing has had more; of those that are over the latest are what matters. */
const OVER_SHOWN = 20;
const UNDER_WAY: readonly SubGroupState[] = ['requested', 'open'];

/** The sub-groups of a KOC, by any of their identities, the latest first, and whether they may open another. */
export async function mySubGroups(personId: string): Promise<OutputOf<Member['subGroups']>> {
  const kocs = await activeKocsOf(personId);
  if (kocs.length === 0)
    return { items: [], mayOpen: false, words: '成为 KOC 以后，可以在这里开自己的子群。' };
  const of = { kocId: anyOf(kocs.map(({ _id }) => _id)) };
  const latest = { createdAt: -1, _id: -1 } as const;
  const [underWay, over] = await Promise.all([
    native(SubGroups)
      .find({ ...of, state: { $in: UNDER_WAY } })
      .sort(latest)
      .toArray(),
    native(SubGroups)
      .find({ ...of, state: { $nin: [...UNDER_WAY, 'declined'] } })
      .sort(latest)
      .limit(OVER_SHOWN)
      .toArray(),
  ]);
  const rows = [...underWay, ...over].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  const more = SUB_GROUPS_MOST - underWay.length;
  return {
    items: await Promise.all(rows.map(mySubGroup)),
    mayOpen: more > 0,
    words: more > 0 ? `还能再开 ${more} 个子群。` : `最多同时带 ${SUB_GROUPS_MOST} 个子群，先结束一个再开。`,
  };
}

/** A sub-group of mine. @throws Refusal `not_found`, also for somebody else's. */
export async function ownSubGroup(personId: string, id: string): Promise<SubGroupRow> {
  const [row, kocs] = await Promise.all([native(SubGroups).findOne({ _id: id }), activeKocsOf(personId)]);
  if (!row || !kocs.some(({ _id }) => _id === row.kocId)) throw refuseAnywhere('not_found');
  return row;
}

/** Which group a code belongs to. @throws Refusal `sub_group_code_unknown` (404), `sub_group_closed` (409). */
export async function codePreview(
  personId: string,
  code: string,
): Promise<OutputOf<Member['subGroupByCode']>> {
  const row = await subGroupByCode(code);
  const [names, selves] = await Promise.all([nicknames([row.kocId]), identitiesOf(personId)]);
  const joined = (await userAmongIn(row.groupId!, selves.length > 0 ? selves : [personId])) !== undefined;
  const atOnce = letsInAtOnce(row);
  return {
    name: row.name,
    kocName: names.get(row.kocId) ?? '',
    members: groupDirectory.get(row.groupId!)?.memberCount ?? 0,
    joined,
    way: atOnce ? 'at_once' : 'by_picture',
    words: joined ? '你已经在这个群里了。' : atOnce ? '点一下就进群。' : '保存群二维码，用微信扫一扫进群。',
  };
}

/** What joining by a code came to, as the phone shows it. */
export async function joinedView({
  row,
  outcome,
}: {
  row: SubGroupRow;
  outcome: OutputOf<Member['joinSubGroup']>['outcome'];
}): Promise<OutputOf<Member['joinSubGroup']>> {
  const names = await nicknames([row.kocId]);
  const words = {
    joined: `进来啦！「${row.name}」欢迎你。`,
    already_in: `你已经在「${row.name}」里了。`,
    scan_to_join: row.qrKey
      ? `保存群二维码，用微信扫一扫进群${row.qrUntil ? `，${untilInWords(row.qrUntil)} 前有效` : ''}。`
      : '点链接进群。',
  };
  return {
    name: row.name,
    kocName: names.get(row.kocId) ?? '',
    ...(outcome === 'scan_to_join' ? {} : { groupId: row.groupId! }),
    outcome,
    words: words[outcome],
    ...(outcome === 'scan_to_join' && row.qrKey
      ? { qrPath: `/api/member/sub-groups/by-code/${row.joinCode}/qr.jpg` }
      : {}),
    ...(outcome === 'scan_to_join' && row.joinUrl ? { joinUrl: row.joinUrl } : {}),
  };
}
