/**
 * Products: what the brand sells, what recommending it pays, and the links by which it is recommended.
 *
 * Words: a *product* has a code and the *skus* by which orders name it; a *commission rule* pays for a product, a
 * category or everything, to a tier or to all, from a moment on; a *link* has a short code and belongs to a KOC; a
 * *click* is anybody's, a *visit* is a known person's and is kept as a *touch*.
 * Always true: no two products share a sku; rules never begin in the past and are ended, never edited, so that every
 * order can be computed again; a link is the same however often it is asked for; a touch counts once a minute.
 */
import type { Domain } from '../kernel/domain';
import { personDataSources } from '../people';
import { reactions } from './reactions';
import { routes } from './routes';
import { linkDataOf } from './views';

export { commissionRules, productsById, productsBySku } from './catalogue';
export { pagePicture, pageUrl, tellAboutLinks, urlOf as linkUrl } from './codes';
export { createRule, saveProducts, setPicture } from './commands';
export {
  click as clickLink,
  createLink,
  letShare,
  linksByCode,
  touchesOf,
  visit as visitLink,
  visitsByCode,
} from './links';
export { productPicture } from './pictures';
export { followLinks } from './short-links';
export { productPage } from './views';

personDataSources.register('links', linkDataOf);

export const productsDomain: Domain = { name: 'products', routes, reactions };
