/** Gathers what one domain keeps about a person, as plain JSON-like data. */
export type GatherPersonData = (personId: string) => Promise<unknown>;

const sources = new Map<string, GatherPersonData>();

/** What the export of one's data is made of: every domain that keeps something about people puts itself here. */
export const personDataSources = {
  /** Registered again under the same name, the later one counts. */
  register: (name: string, gather: GatherPersonData): void => void sources.set(name, gather),
  /** Everything, by name. One that fails fails the whole: half an export would look complete. */
  async gather(personId: string): Promise<Record<string, unknown>> {
    const parts = await Promise.all(
      [...sources].map(async ([name, gather]) => [name, await gather(personId)] as const),
    );
    return Object.fromEntries(parts);
  },
};
