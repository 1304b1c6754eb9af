import { LruMap } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { native } from '../kernel/store';
import { type BoxDoc, Boxes } from './model';

/** Boxes as they were at a version; a version never changes what is drawn by. */
const boxes = new LruMap<string, BoxDoc>(200);

/** The box at the version that its table names, read once per version and process. */
export async function boxOf(tx: Tx, boxId: string, version: number): Promise<BoxDoc> {
  const known = boxes.get(boxId);
  if (known?.version === version) return known;
  const box = await native(Boxes).findOne({ _id: boxId }, { session: tx.session });
  if (!box) throw new Error(`box ${boxId} is gone`);
  boxes.set(boxId, box);
  return box;
}
