import { storage } from '../adapters/storage';
import { LruMap } from '../kernel/collections';
import { inputHash } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { brand } from '../org';
import { nicknames, type Selves } from '../people';
import { codePicture } from './codes';
import { pictureKey } from './commands';
import { linkByCode } from './links';
import { type LinkRow, Products } from './model';
import { drawPoster } from './poster';

/** Posters of the moment: a KOC looks at theirs several times before sending it. At most 40 MB. */
const posters = new LruMap<string, Buffer>(40);

/** The picture of a product. @throws Refusal `not_found`. */
export async function productPicture(id: string): Promise<Buffer> {
  const row = await native(Products).findOne({ _id: id });
  const picture = row?.pictureAt && (await storage().get(pictureKey(id)));
  if (!picture) throw refuseAnywhere('not_found');
  return picture;
}

/**
 * A link that is the member's own, by any of their identities.
 * @throws Refusal `not_found` for anybody else's: it is not said to exist.
 */
export async function ownLink(selves: Selves, code: string): Promise<LinkRow> {
  const link = await linkByCode(code);
  if (!selves.includes(link.kocId)) throw refuseAnywhere('not_found');
  return link;
}

/** Where no words are given. */
const WORDS = '用过才来说，真的不错。';

/** The poster of a link, drawn once for the same content. @throws Refusal `code_unavailable` (503). */
export async function poster(link: LinkRow, words = WORDS): Promise<Buffer> {
  const product = link.productId ? await native(Products).findOne({ _id: link.productId }) : null;
  const personName = (await nicknames([link.kocId])).get(link.kocId) ?? '';
  const brandName = brand().name;
  const clean = words.replace(/[\p{Cc}\p{Cf}]/gu, ' ').trim();
  const key = inputHash([link._id, clean, personName, brandName, product?.updatedAt.getTime()]);
  const had = posters.get(key);
  if (had) return had;
  const [code, picture] = await Promise.all([
    codePicture(link._id),
    product?.pictureAt ? storage().get(pictureKey(product._id)) : undefined,
  ]);
  const made = await drawPoster({
    brandName,
    ...(product
      ? { product: { name: product.name, priceFen: product.priceFen, ...(picture ? { picture } : {}) } }
      : {}),
    words: clean,
    personName,
    code,
  });
  posters.set(key, made);
  return made;
}
