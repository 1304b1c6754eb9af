import { newestPage, type Page, type PageRequest } from '../kernel/paging';
import { anyOf, native } from '../kernel/store';
import { type MemberDoc, Members } from './model';

/** Somebody who is in a group now. */
export interface PresentMember {
  readonly personId: string;
  /** How they are called there. */
  readonly name: string;
  readonly joinedAt: Date;
}

const presentOf = ({ personId, name, joinedAt }: MemberDoc): PresentMember => ({ personId, name, joinedAt });

/** Who is in a group now, the latest joined first. */
export async function presentMembers(groupId: string, page: PageRequest): Promise<Page<PresentMember>> {
  return newestPage(Members, 'joinedAt', { groupId, leftAt: { $exists: false } }, page, (shown) =>
    shown.map(presentOf),
  );
}

/** Who is in any of these groups now, at most `limit` of them, the latest joined first. */
export async function presentIn(groupIds: readonly string[], limit: number) {
  if (groupIds.length === 0) return [];
  const rows: MemberDoc[] = await native(Members)
    .find({ groupId: anyOf(groupIds), leftAt: { $exists: false } })
    .sort({ joinedAt: -1, _id: -1 })
    .limit(limit)
    .toArray();
  return rows.map((row) => ({ ...presentOf(row), groupId: row.groupId }));
}

/** How many of those who are in a group came since a moment, who they are, and how many have left since. */
export async function comingsAndGoings(
  groupId: string,
  since: Date,
): Promise<{ came: PresentMember[]; left: number }> {
  const [came, left] = await Promise.all([
    native(Members)
      .find({ groupId, joinedAt: { $gte: since }, leftAt: { $exists: false } })
      .sort({ joinedAt: -1, _id: -1 })
      .limit(500)
      .toArray(),
    native(Members).countDocuments({ groupId, leftAt: { $gte: since } }),
  ]);
  return { came: came.map(presentOf), left };
}
