/** What other domains know and tags ask for. */
export interface TagNeighbours {
  /** What aims at a segment now, in Chinese: 「活动「周五扣1」」. */
  audiencesOf(segmentId: string): Promise<readonly string[]>;
  /** What boxes, coupons, questionnaires and products are called; other ids are absent. */
  namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Domains above this one tell here: they import tags, so tags can't import them. */
export const neighbours: TagNeighbours = {
  audiencesOf: () => Promise.resolve([]),
  namesOf: () => Promise.resolve(new Map()),
};

/** Called once where the domains are wired. */
export const tellAboutTags = (told: Partial<TagNeighbours>): void => void Object.assign(neighbours, told);
