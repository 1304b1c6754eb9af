/** Names that one welcome says; the rest is counted. */
export const NAMES_SAID = 3;
/** Newcomers of so long are gathered into one welcome. */
export const GATHER_MS = 5_000;
/** At most one welcome of a group in this time. */
export const EVERY_MS = 30_000;

/** When the next welcome of a group is due; `last` is when the one before it was. */
export const dueAfter = (now: Date, last?: Date): Date =>
  new Date(Math.max(now.getTime() + GATHER_MS, last ? last.getTime() + EVERY_MS : 0));

/** Fills a band's text. Names are at most three, the rest is counted; braces of a name are dropped. */
export function bandText(
  template: string,
  facts: { names?: readonly string[]; count?: number; group: string; members: number },
): string {
  const clean = (text: string) => text.replace(/[{}]/g, '');
  const names = (facts.names ?? []).slice(0, NAMES_SAID).map(clean).join('、');
  const count = facts.count ?? facts.names?.length ?? 0;
  const values: Record<string, string> = {
    names: count > NAMES_SAID ? `${names} 等 ${count} 位新朋友` : names || '新朋友',
    count: String(count),
    group: clean(facts.group),
    members: String(facts.members),
  };
  return template.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '').trim();
}
