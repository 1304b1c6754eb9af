import type { PublishingState } from '@kouyi/shared/types';
import type { SchemaDefinition } from 'mongoose';
import { type IndexSpec, Mixed, model } from '../kernel/store';

/** Something that staff write and others see; `C` is what it says. */
export interface PublishingRow<C> {
  _id: string;
  state: PublishingState;
  draft: C;
  /** Grows with every change of the draft. */
  revision: number;
  /** What others see, or saw last. */
  live?: C;
  /** How many times it was published. */
  version: number;
  /** The latest versions, oldest first. */
  versions: { version: number; at: Date; by: string; title: string }[];
  /** The revision that the live version was made of. */
  publishedRevision?: number;
  publishedAt?: Date;
  updatedAt: Date;
  updatedBy: string;
}

/** A content that others see. */
export type LiveRow<C> = PublishingRow<C> & { state: 'published'; live: C; publishedAt: Date };

/** Whether others see it: it is published, and then has a `live` part. */
export const isLive = <C>(row: PublishingRow<C>): row is LiveRow<C> => row.state === 'published';

/** The fields of a shelf's collection. */
export const publishingFields: SchemaDefinition = {
  state: String,
  draft: Mixed,
  revision: Number,
  live: Mixed,
  version: Number,
  versions: Mixed,
  publishedRevision: Number,
  publishedAt: Date,
  updatedAt: Date,
  updatedBy: String,
};

/** The indexes of every shelf. */
export const publishingIndexes: readonly IndexSpec[] = [
  // The console's list, whole and by state.
  { keys: { updatedAt: -1, _id: -1 } },
  { keys: { state: 1, updatedAt: -1, _id: -1 } },
  // What others may see, the newest first.
  { keys: { state: 1, publishedAt: -1, _id: -1 } },
];

/** A picture; its bytes lie in the storage under `pictureKey`. */
export interface PictureRow {
  _id: string;
  width: number;
  height: number;
  at: Date;
  by: string;
  /** The content that has it. */
  owner?: string;
  /** Present while anybody may fetch it. */
  shown?: true;
  /** When its bytes are removed; absent: a content has it. */
  removeAt?: Date;
}
export const Pictures = model<PictureRow>(
  'pictures',
  {
    width: Number,
    height: Number,
    at: Date,
    by: String,
    owner: String,
    shown: Boolean,
    removeAt: Date,
  },
  [
    // What a content has.
    { keys: { owner: 1 } },
    // Bytes to remove.
    { keys: { removeAt: 1 }, options: { sparse: true } },
  ],
);

/** Where the bytes of a picture are kept. */
export const pictureKey = (pictureId: string): string => `pictures/${pictureId}`;
