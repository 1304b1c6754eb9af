/** Somebody whom a KOC reached before anybody else did. */
export interface ReachedPerson {
  readonly personId: string;
  readonly at: Date;
}

/** What other domains know of whom a KOC reached. */
export interface BudgetNeighbours {
  /** The latest reached, at most `limit`. */
  reachedBy(kocId: string, limit: number): Promise<readonly ReachedPerson[]>;
  /** Those of these people whom the KOC reached. */
  reachedAmong(kocId: string, personIds: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Whoever keeps who was reached tells about it through here. What nobody tells is empty. */
export const neighbours: BudgetNeighbours = {
  reachedBy: () => Promise.resolve([]),
  reachedAmong: () => Promise.resolve(new Set()),
};

/** Called once where the domains are wired. */
export const tellAboutBudgets = (told: Partial<BudgetNeighbours>): void =>
  void Object.assign(neighbours, told);
