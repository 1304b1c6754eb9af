/** A group somebody is or was in. */
export interface Membership {
  readonly groupId: string;
  /** How they are called there. */
  readonly name: string;
  readonly joinedAt: Date;
  readonly leftAt?: Date;
}

/** What a person's page shows of a group. */
export interface GroupOfPerson {
  readonly name: string;
  readonly memberCount: number;
  readonly botCanRead: boolean;
  readonly botCanPost: boolean;
}

/** What other domains know about people and a person's pages show. */
export interface PeopleNeighbours {
  /** Groups of each of these people, the latest joined first, in one look; who is in none may be absent. */
  memberships(personIds: readonly string[]): Promise<ReadonlyMap<string, readonly Membership[]>>;
  group(groupId: string): GroupOfPerson | undefined;
  /** Ids of the groups that belong to these units. */
  groupsIn(units: ReadonlySet<string>): readonly string[];
  /** What runs in these groups now. */
  running(
    groupIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly { id: string; title: string }[]>>;
  balances(personIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Latest entries of a person's points; with `groupIds`, only of what they got in those groups. */
  entries(
    personId: string,
    limit: number,
    groupIds?: ReadonlySet<string>,
  ): Promise<readonly { id: string; at: string; points: number; reason: string }[]>;
  /** Latest decisions about a person; with `groupIds`, only of those groups. */
  participations(
    personId: string,
    limit: number,
    groupIds?: ReadonlySet<string>,
  ): Promise<
    readonly {
      at: string;
      activityId: string;
      title: string;
      groupName: string;
      outcome: string;
      points: number;
    }[]
  >;
  /** What happened to these people, the latest first; with `groupIds`, of what happened in groups only that in those. */
  happenings(
    personIds: readonly string[],
    page: { cursor?: string | undefined; limit: number },
    groupIds?: ReadonlySet<string>,
  ): Promise<{
    items: readonly { id: string; at: string; kind: string; title: string; groupId?: string }[];
    nextCursor?: string;
  }>;
  blacklisting(personId: string): Promise<{ reason: string; at: Date } | undefined>;
  blacklisted(personIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Demo: members worth being for a while, and what there is to see as each. */
  faces(): Promise<readonly { personId: string; hint: string }[]>;
}

/**
 * Domains above this one tell about people through here: they import people, so people can't import them.
 * What nobody tells is empty, and then nobody with a branch reaches anybody.
 */
export const neighbours: PeopleNeighbours = {
  memberships: () => Promise.resolve(new Map()),
  group: () => undefined,
  groupsIn: () => [],
  running: () => Promise.resolve(new Map()),
  balances: () => Promise.resolve(new Map()),
  entries: () => Promise.resolve([]),
  participations: () => Promise.resolve([]),
  happenings: () => Promise.resolve({ items: [] }),
  blacklisting: () => Promise.resolve(undefined),
  blacklisted: () => Promise.resolve(new Set()),
  faces: () => Promise.resolve([]),
};

/** Called once where the domains are wired. */
export const tellAboutPeople = (told: Partial<PeopleNeighbours>): void =>
  void Object.assign(neighbours, told);
