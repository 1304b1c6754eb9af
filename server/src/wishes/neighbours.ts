import type { GrowthStage } from '@kouyi/shared/types';
import type { ClientSession } from '../kernel/store';

/** What other domains know about people a moment is for. */
export interface WishNeighbours {
  /** Who stands at one of these stages of growth. */
  peopleAt(stages: readonly GrowthStage[], session?: ClientSession): Promise<readonly string[]>;
}

/** Growth listens to wishes, so wishes can't import it: it tells through here. */
export const neighbours: WishNeighbours = { peopleAt: () => Promise.resolve([]) };

/** Called once where the domains are wired. */
export const tellAboutWishes = (told: WishNeighbours): void => void Object.assign(neighbours, told);
