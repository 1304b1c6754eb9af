import type { InputOf, MaterialView, MemberMaterial, OutputOf, contracts } from '@kouyi/shared/contracts';
import { dayToText, shanghaiDay } from '@kouyi/shared/rules/time';
import { PUBLISHING_STATE_NAMES } from '@kouyi/shared/types';
import { type LiveRow, type PublishingRow, pictureUrl, publishingView } from '../content';
import type { Actor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { csvFile } from '../kernel/csv';
import { searchPattern } from '../kernel/paging';
import { native } from '../kernel/store';
import { kocsAmong } from '../koc';
import { reachFor } from '../org';
import { nicknames, peopleWithin } from '../people';
import { productsById } from '../products';
import { broughtBy, forwardDays, topForwarders } from './brought';
import { Forwards, type MaterialContent, materials } from './model';
import { forwardIdOf, partsOf, refuse } from './rules';

type Staff = (typeof contracts)['materials'];
type Member = (typeof contracts)['member'];
type Row = PublishingRow<MaterialContent>;
type Live = LiveRow<MaterialContent>;

const TOP = 10;
const DAYS = 30;
/** Tags offered to choose by. */
const TAGS = 60;

/** Materials for the console, the latest changed first. */
export const materialPage = ({
  q,
  state,
  tag,
  productId,
  ...page
}: InputOf<Staff['list']>): Promise<OutputOf<Staff['list']>> =>
  materials.listed(
    {
      ...(q ? { 'draft.title': searchPattern(q) } : {}),
      ...(state ? { state } : {}),
      ...(tag ? { 'draft.tags': tag } : {}),
      ...(productId ? { 'draft.productId': productId } : {}),
    },
    page,
    viewsOf,
  );

/** One material as the console shows it. */
export const materialView = async (row: Row): Promise<MaterialView> => (await viewsOf([row]))[0]!;

async function viewsOf(rows: readonly Row[]): Promise<MaterialView[]> {
  const [products, brought] = await Promise.all([
    productsById(rows.flatMap(({ draft }) => draft.productId ?? [])),
    broughtBy(rows.map(({ _id }) => _id)),
  ]);
  return rows.map((row) => {
    const { title, parts, pictures, productId, tags } = row.draft;
    const product = productId === undefined ? undefined : products.get(productId);
    return {
      ...publishingView(row),
      title,
      parts,
      pictures: [...pictures],
      ...(productId === undefined ? {} : { productId }),
      ...(product ? { productName: product.name } : {}),
      tags: [...tags],
      brought: brought.get(row._id)!,
    };
  });
}

/** One material with its versions, its days, and who forwarded it most as far as the reader's reach goes. */
export async function materialDetail(
  actor: Actor,
  { id }: InputOf<Staff['get']>,
): Promise<OutputOf<Staff['get']>> {
  const row = await materials.get(id);
  const today = shanghaiDay(now());
  const [material, top, days] = await Promise.all([
    materialView(row),
    topForwarders(id, TOP),
    forwardDays(id, today - DAYS + 1),
  ]);
  const ids = top.map(({ kocId }) => kocId);
  const [within, names] = await Promise.all([peopleWithin(reachFor(actor, 'koc.read'), ids), nicknames(ids)]);
  return {
    material,
    versions: row.versions
      .map(({ version, at, by, title }) => ({ version, at: at.toISOString(), by, title }))
      .reverse(),
    days: Array.from({ length: DAYS }, (_, i) => today - DAYS + 1 + i).map((day) => ({
      day: dayToText(day),
      forwards: days.get(day) ?? 0,
    })),
    top: top
      .filter(({ kocId }) => within.has(kocId))
      .map((each) => ({ ...each, nickname: names.get(each.kocId) ?? '' })),
  };
}

/** Tags in use, by name: of all materials, or of those that are published. */
export async function tagsInUse(of: 'draft' | 'live'): Promise<string[]> {
  const found =
    of === 'draft'
      ? await materials.rows.collection.distinct('draft.tags')
      : await materials.rows.collection.distinct('live.tags', { state: 'published' });
  return found
    .map(String)
    .sort((a, b) => a.localeCompare(b, 'zh'))
    .slice(0, TAGS);
}

const CSV_HEADER = ['标题', '状态', '版本', '商品', '标签', '体验', '服务', '价值', '图片'];
const CSV_BROUGHT = ['转发', '转发人数', '访问', '订单', '成交（元）', '最后修改'];

/** All materials as a CSV file, the latest changed first. */
export const materialsCsv = (): AsyncGenerator<string> =>
  csvFile([...CSV_HEADER, ...CSV_BROUGHT], materialLines());

async function* materialLines() {
  let cursor: string | undefined;
  do {
    const page = await materialPage({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    for (const { brought, ...each } of page.items)
      yield [
        each.title,
        PUBLISHING_STATE_NAMES[each.state],
        each.version,
        each.productName ?? '',
        each.tags.join('、'),
        each.parts.experience,
        each.parts.service,
        each.parts.value,
        each.pictures.length,
        brought.forwards,
        brought.people,
        brought.visits,
        brought.orders,
        (brought.paidFen / 100).toFixed(2),
        each.updatedAt,
      ];
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

/** @throws Refusal `materials_for_kocs` (403). */
async function assertKoc(personId: string): Promise<void> {
  const koc = (await kocsAmong([personId])).get(personId);
  if (!koc || koc.endedAt) throw refuse('materials_for_kocs');
}

/** Materials a KOC may forward, newest first. @throws Refusal `materials_for_kocs` (403). */
export async function memberMaterialPage(
  personId: string,
  input: InputOf<Member['materials']>,
): Promise<OutputOf<Member['materials']>> {
  await assertKoc(personId);
  const { tag, productId } = input;
  const [page, tags] = await Promise.all([
    materials.published(
      { ...(tag ? { 'live.tags': tag } : {}), ...(productId ? { 'live.productId': productId } : {}) },
      input,
      (shown) => memberViews(personId, shown),
    ),
    tagsInUse('live'),
  ]);
  return { ...page, tags };
}

/** One material a KOC may forward. @throws Refusal `materials_for_kocs` (403) or `not_found`. */
export async function memberMaterial(personId: string, id: string): Promise<MemberMaterial> {
  await assertKoc(personId);
  return memberView(personId, await materials.live(id));
}

/** One material as a KOC sees it. */
export const memberView = async (personId: string, row: Live): Promise<MemberMaterial> =>
  (await memberViews(personId, [row]))[0]!;

async function memberViews(personId: string, rows: readonly Live[]): Promise<MemberMaterial[]> {
  const ids = rows.map(({ _id }) => _id);
  const today = shanghaiDay(now());
  const [products, mine, forwarded] = await Promise.all([
    productsById(rows.flatMap(({ live }) => live.productId ?? [])),
    broughtBy(ids, personId),
    native(Forwards)
      .find(
        { _id: { $in: ids.map((id) => forwardIdOf(id, personId, today)) } },
        { projection: { materialId: 1 } },
      )
      .toArray(),
  ]);
  const todays = new Set(forwarded.map(({ materialId }) => materialId));
  return rows.map(({ _id, version, live, publishedAt }) => {
    const product = live.productId === undefined ? undefined : products.get(live.productId);
    const { forwards, visits, orders } = mine.get(_id)!;
    return {
      id: _id,
      version,
      title: live.title,
      parts: partsOf(live),
      pictures: live.pictures.map((picture) => ({ ...picture, url: pictureUrl(picture.id) })),
      ...(product
        ? {
            product: {
              id: product._id,
              name: product.name,
              priceFen: product.priceFen,
              hasPicture: product.pictureAt !== undefined,
            },
          }
        : {}),
      tags: [...live.tags],
      publishedAt: publishedAt.toISOString(),
      forwardedToday: todays.has(_id),
      mine: { forwards, visits, orders },
    };
  });
}
