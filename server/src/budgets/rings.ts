/** Whoever gave one of these people something lately, by any identity; people may be named twice. */
export type GiversTo = (people: readonly string[]) => Promise<readonly string[]>;

/** A ring of more people than this is not looked for: each of them more costs a look-up. */
export const RING_PEOPLE = 6;
/** Nearer ones first, so many are followed back; a brand's givers are KOCs, and a gift to a KOC is rare. */
const FOLLOWED = 2_000;

/**
 * Who may not get anything from this giver because a ring would close: whoever gave the giver lately, whoever gave to
 * one who did, and so on back, as far as a ring of `RING_PEOPLE`.
 */
export async function upstreamOf(own: readonly string[], giversTo: GiversTo): Promise<Set<string>> {
  const found = new Set<string>();
  let nearest: readonly string[] = own;
  for (let people = 2; people <= RING_PEOPLE && nearest.length > 0 && found.size < FOLLOWED; people += 1) {
    const givers = await giversTo(nearest);
    nearest = [...new Set(givers)].filter((id) => !found.has(id) && !own.includes(id));
    for (const id of nearest) found.add(id);
  }
  return found;
}
