import type { MaterialHint } from './today';

/** What other domains know that sub-groups show. */
export interface SubGroupNeighbours {
  /** How many people came through each of these; who brought nobody may be absent. */
  brought(personIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** What KOCs may forward, the newest first. */
  materials(): Promise<readonly MaterialHint[]>;
}

/**
 * Domains above this one tell about people and materials through here: they import sub-groups, so sub-groups can't
 * import them. What nobody tells is empty.
 */
export const neighbours: SubGroupNeighbours = {
  brought: () => Promise.resolve(new Map()),
  materials: () => Promise.resolve([]),
};

/** Called once where the domains are wired. */
export const tellAboutSubGroups = (told: Partial<SubGroupNeighbours>): void =>
  void Object.assign(neighbours, told);
