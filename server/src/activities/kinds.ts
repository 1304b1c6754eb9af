import type { ActivityKind } from '@kouyi/shared/types';

/** Kinds of activity that can run. Domains that serve a further kind (draws, coupons) add it when they load. */
export const availableKinds = new Set<ActivityKind>(['sign_up', 'check_in', 'vote', 'relay', 'quiz']);
