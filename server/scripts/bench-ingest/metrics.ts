/** Cumulative counts by upper bound (seconds) of one histogram in Prometheus' text. */
export type Buckets = ReadonlyMap<number, number>;

export async function readBuckets(url: string, name: string): Promise<Buckets> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const buckets = new Map<number, number>();
  for (const [, le, count] of text.matchAll(new RegExp(`^${name}_bucket\\{le="([^"]+)"\\} (\\d+)$`, 'gm'))) {
    buckets.set(le === '+Inf' ? Infinity : Number(le), Number(count));
  }
  return buckets;
}

/** The quantile in ms of what was added between two readings, interpolated inside its bucket. */
export function quantileMs(before: Buckets, after: Buckets, q: number): number {
  const bounds = [...after.keys()].sort((a, b) => a - b);
  const added = bounds.map((bound) => (after.get(bound) ?? 0) - (before.get(bound) ?? 0));
  const total = added.at(-1) ?? 0;
  const wanted = total * q;
  const i = added.findIndex((count) => count >= wanted);
  if (total === 0 || i < 0) return 0;
  const low = i === 0 ? 0 : bounds[i - 1]!;
  const high = Number.isFinite(bounds[i]!) ? bounds[i]! : low;
  const below = i === 0 ? 0 : added[i - 1]!;
  const share = added[i]! === below ? 1 : (wanted - below) / (added[i]! - below);
  return Math.round((low + (high - low) * share) * 1000);
}
