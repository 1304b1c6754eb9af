import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Actor } from './actor';
import { refuseAnywhere } from './refusals';

/** Requests per ten seconds and process. Keys belong to machines we gave them to: they are metered, not limited. */
const perTenSeconds = { anonymous: 200, member: 300, staff: 1_500, system: Infinity, key: Infinity } as const;

const limiters = Object.fromEntries(
  Object.entries(perTenSeconds)
    .filter(([, points]) => Number.isFinite(points))
    .map(([kind, points]) => [kind, new RateLimiterMemory({ points, duration: 10, keyPrefix: kind })]),
) as Partial<Record<Actor['kind'], RateLimiterMemory>>;

/** @throws Refusal `too_many_requests` (429, with the seconds to wait). */
export async function allowRequest(who: string, kind: Actor['kind']): Promise<void> {
  const limiter = limiters[kind];
  if (!limiter) return;
  try {
    await limiter.consume(who);
  } catch (error) {
    if (error instanceof RateLimiterRes) {
      throw refuseAnywhere('too_many_requests', {
        details: { seconds: Math.ceil(error.msBeforeNext / 1000) },
      });
    }
    throw error;
  }
}
