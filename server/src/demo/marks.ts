import { model } from '../kernel/store';

/**
 * What is left behind by the demo brand: `begun` (and how far its story is `told`) and `brand` (it stands), `removing`
 * and `removed` (it was taken away, and does not come back by itself).
 */
export const Seeds = model<{ _id: string; at: Date; told?: Date; keep?: string }>('demo_seeds', {
  at: Date,
  told: Date,
  keep: String,
});
