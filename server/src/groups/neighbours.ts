/** What other domains know about groups and their members and a group's page shows. */
export interface GroupNeighbours {
  /** When somebody last spoke; groups without a message are absent. */
  lastMessages(groupIds: readonly string[]): Promise<ReadonlyMap<string, Date>>;
  /** Running activities by group; 0 may be absent. */
  running(groupIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Those of the people who are on the blacklist. */
  blacklisted(personIds: readonly string[]): Promise<ReadonlySet<string>>;
}

/**
 * Domains above this one tell about groups through here: they import groups, so groups can't import them.
 * What nobody tells is empty.
 */
export const neighbours: GroupNeighbours = {
  lastMessages: () => Promise.resolve(new Map()),
  running: () => Promise.resolve(new Map()),
  blacklisted: () => Promise.resolve(new Set()),
};

/** Called once where the domains are wired. */
export const tellAboutGroups = (told: Partial<GroupNeighbours>): void => void Object.assign(neighbours, told);
