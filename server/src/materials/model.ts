import type { MaterialPart } from '@kouyi/shared/types';
import { type Picture, shelf } from '../content';
import { model } from '../kernel/store';

/** What a material says. */
export interface MaterialContent {
  title: string;
  parts: Record<MaterialPart, string>;
  pictures: readonly Picture[];
  productId?: string | undefined;
  tags: readonly string[];
}

export const materials = shelf<MaterialContent>({
  collection: 'materials',
  prefix: 'mat',
  picturesOf: ({ pictures }) => pictures.map(({ id }) => id),
  indexes: [
    // What a KOC looks for by tag or product.
    { keys: { state: 1, 'live.tags': 1, publishedAt: -1, _id: -1 } },
    { keys: { state: 1, 'live.productId': 1, publishedAt: -1, _id: -1 } },
  ],
});

/** A KOC took a material to pass it on; the id follows from both and the Shanghai day. */
export interface ForwardRow {
  _id: string;
  materialId: string;
  /** Empty once the person is deleted: the count stays. */
  kocId: string;
  day: number;
  at: Date;
  version: number;
}
export const Forwards = model<ForwardRow>(
  'material_forwards',
  { materialId: String, kocId: String, day: Number, at: Date, version: Number },
  [
    // What a material brought, by day.
    { keys: { materialId: 1, day: 1 } },
    // A KOC's own, latest first.
    { keys: { kocId: 1, at: -1 } },
  ],
);

/** Which link carries which material of whom; the id is the link's code. */
export interface CarriedRow {
  _id: string;
  materialId: string;
  kocId: string;
}
export const Carried = model<CarriedRow>('material_links', { materialId: String, kocId: String }, [
  { keys: { materialId: 1 } },
  { keys: { kocId: 1, materialId: 1 } },
]);
