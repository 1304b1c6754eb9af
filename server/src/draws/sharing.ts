import { native } from '../kernel/store';
import { Boxes } from './model';
import { topPrizes } from './rules';

/** What is said of a box to whom it is sent: its name and its best prizes; undefined for a draft, or none. */
export async function boxToShare(id: string): Promise<{ name: string; prizes: string[] } | undefined> {
  const box = await native(Boxes).findOne({ _id: id, state: { $ne: 'draft' } });
  return box ? { name: box.name, prizes: topPrizes(box.design).map(({ name }) => name) } : undefined;
}
