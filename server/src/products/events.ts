import { event } from '../kernel/events';

/** Products were added or changed; what orders named in vain may be found now. */
export const productsSaved = event<{ productIds: string[] }>('products.saved');

/** A known person came through a link; the owner of the link may be themself. */
interface LinkVisit {
  /** Once a person, link and minute. */
  readonly id: string;
  readonly personId: string;
  readonly code: string;
  readonly kocId: string;
  readonly material?: string;
  readonly at: Date;
}

/** People came through links, one event a batch. */
export const linkVisited = event<{ visits: LinkVisit[] }>('products.link-visited');
