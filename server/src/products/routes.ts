import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { kocIdOf } from '../koc';
import { reachFor } from '../org';
import { nicknames, selvesOf } from '../people';
import { codePicture } from './codes';
import { createRule, endRule, saveProducts, setPicture } from './commands';
import { importProducts } from './import';
import { createLink, linkByCode, visit } from './links';
import { ownLink, poster, productPicture } from './pictures';
import {
  categories,
  linkPage,
  linkView,
  productPage,
  productView,
  recommendable,
  rulePage,
  ruleView,
} from './views';

const { products, member } = contracts;
const dateOf = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);

export const routes = [
  route(products.list, (_ctx, input) => productPage(input)),
  route(products.categories, async () => ({ items: await categories() })),
  route(products.save, async (context, product) =>
    productView((await saveProducts(context, { products: [product] }))[0]!),
  ),
  route(products.setPicture, async (context, input) => productView(await setPicture(context, input))),
  route(products.picture, (_ctx, { id }) => productPicture(id)),
  route(products.importCsv, (context, input) => importProducts(context, input)),
  route(products.rules, (_ctx, input) => rulePage(input)),
  route(products.createRule, async (context, { from, to, ...rule }) =>
    ruleView(await createRule(context, { ...rule, from: new Date(from), to: dateOf(to) })),
  ),
  route(products.endRule, async (context, { id, at }) =>
    ruleView(await endRule(context, { id, at: dateOf(at) })),
  ),
  route(products.links, ({ actor }, { kocId, ...input }) =>
    linkPage({
      ...input,
      ...(kocId === undefined ? {} : { kocIds: [kocId] }),
      reach: reachFor(actor, 'products.read'),
    }),
  ),
  route(products.createLink, async (context, { expiresAt, ...input }) =>
    linkView(await createLink(context, { ...input, expiresAt: dateOf(expiresAt) })),
  ),
  route(products.linkCode, async (_ctx, { code }) => codePicture((await linkByCode(code))._id)),
  route(products.linkPoster, async (_ctx, { code, words }) => poster(await linkByCode(code), words)),
  route(member.products, async ({ actor }, input) => recommendable(await kocIdOf(actor.personId), input)),
  route(member.myLinks, async ({ actor }, input) =>
    linkPage({ ...input, kocIds: await selvesOf(actor.personId) }),
  ),
  route(member.createMyLink, async (context, input) =>
    linkView(await createLink(context, { ...input, kocId: await kocIdOf(context.actor.personId) })),
  ),
  route(member.visitLink, async ({ actor }, { code }) => {
    const { kocId, productId } = await visit(actor.personId, code);
    return {
      kocName: (await nicknames([kocId])).get(kocId) ?? '',
      ...(productId === undefined ? {} : { productId }),
    };
  }),
  route(member.myPoster, async ({ actor }, { code, words }) =>
    poster(await ownLink(await selvesOf(actor.personId), code), words),
  ),
  route(member.myLinkCode, async ({ actor }, { code }) =>
    codePicture((await ownLink(await selvesOf(actor.personId), code))._id),
  ),
];
