import { DAY_MS } from '@kouyi/shared/rules/time';
import { storage } from '../adapters/storage';
import { actorName } from '../kernel/actor';
import { now } from '../kernel/clock';
import { type CommandContext, command, type Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { keptPicture } from '../kernel/picture';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { assertEverywhere } from '../org';
import { pictureKey, type PictureRow, Pictures } from './model';
import { refuse } from './rules';

/** A picture in a content. */
export interface Picture {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** So long a picture waits for the content it is taken for. */
const WAIT_MS = DAY_MS;

/** Where anybody fetches a picture that is shown: a path of this server. */
export const pictureUrl = (id: string): string => `/api/public/pictures/${id}`;

/**
 * Takes a picture: checked, made small, without what the camera wrote in it. A row is there before the bytes are, so
 * that none are forgotten on the disk.
 * @throws Refusal `photo_not_an_image` or `photo_too_many_pixels`.
 */
export async function takePicture(context: CommandContext, file: Uint8Array): Promise<Picture> {
  assertEverywhere(context.actor, 'koc.write');
  const { jpeg, width, height } = await keptPicture(file);
  const { _id: id } = await beginPicture(context, { width, height });
  await storage().put(pictureKey(id), jpeg, { sealed: false });
  return { id, width, height };
}

const beginPicture = command('content.take-picture', {
  may: (actor) => assertEverywhere(actor, 'koc.write'),
  async run({ width, height }: { width: number; height: number }, tx) {
    const row: PictureRow = {
      _id: newId('pic'),
      width,
      height,
      at: tx.now,
      by: actorName(tx.actor),
      removeAt: new Date(tx.now.getTime() + WAIT_MS),
    };
    await native(Pictures).insertOne(row, { session: tx.session });
    tx.audit({ subject: row._id, after: { width, height } });
    return row;
  },
});

/**
 * A content has exactly these pictures from now on, of which those of its live version are shown; what it had before
 * and has no more is removed soon.
 * @throws Refusal `picture_unknown` for one that isn't there, or that another content has.
 */
export async function usePictures(
  tx: Tx,
  owner: string,
  { has, shows }: { has: readonly string[]; shows: readonly string[] },
): Promise<void> {
  const options = { session: tx.session };
  const ids = [...new Set(has)];
  const rows = await native(Pictures)
    .find({ _id: { $in: ids } }, options)
    .toArray();
  const free = rows.filter((row) => row.owner === undefined || row.owner === owner);
  if (free.length < ids.length) throw refuse('picture_unknown', { field: 'pictures' });
  const shown = ids.filter((id) => shows.includes(id));
  await native(Pictures).updateMany(
    { owner, _id: { $nin: ids } },
    { $set: { removeAt: tx.now }, $unset: { owner: 1, shown: 1 } },
    options,
  );
  await native(Pictures).updateMany(
    { _id: { $in: ids } },
    { $set: { owner }, $unset: { removeAt: 1, shown: 1 } },
    options,
  );
  await native(Pictures).updateMany({ _id: { $in: shown } }, { $set: { shown: true } }, options);
}

/** A picture for staff, also of a draft. @throws Refusal `not_found`. */
export const pictureBytes = (id: string): Promise<Buffer> => bytesOf({ _id: id });

/** A picture for anybody. @throws Refusal `not_found` unless what it belongs to is published. */
export const shownPictureBytes = (id: string): Promise<Buffer> => bytesOf({ _id: id, shown: true });

async function bytesOf(which: { _id: string; shown?: true }): Promise<Buffer> {
  const row = await native(Pictures).findOne(which);
  const bytes = row && (await storage().get(pictureKey(row._id)));
  if (!bytes) throw refuseAnywhere('not_found');
  return bytes;
}

/** Removes pictures that no content has; in small lots. */
export async function removeUnused(): Promise<void> {
  const rows = await native(Pictures)
    .find({ removeAt: { $lte: now() } }, { projection: { _id: 1 } })
    .sort({ removeAt: 1 })
    .limit(50)
    .toArray();
  for (const { _id } of rows) {
    await storage().delete(pictureKey(_id));
    await native(Pictures).deleteOne({ _id, removeAt: { $lte: now() } });
  }
}
