import { shanghaiDay } from '@kouyi/shared/rules/time';
import type { LinkChannel } from '@kouyi/shared/types';
import { isLive } from '../content';
import { command } from '../kernel/command';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { kocsAmong } from '../koc';
import { assertEverywhere } from '../org';
import { selvesOf } from '../people';
import { createLink, productsById } from '../products';
import { Carried, Forwards, type MaterialContent, materials } from './model';
import { forwardIdOf, partsOf, refuse } from './rules';

interface SaveInput {
  id?: string | undefined;
  revision?: number | undefined;
  content: MaterialContent;
}

/**
 * A new draft, or a change of one; what KOCs see stays as it is.
 * @throws Refusal `version_moved_on` (409), `product_unknown`, `picture_unknown` or `not_found`.
 */
export const saveMaterial = command('materials.save', {
  may: (actor) => assertEverywhere(actor, 'koc.write'),
  async run({ content, ...which }: SaveInput, tx) {
    const { productId } = content;
    if (productId !== undefined && !(await productsById([productId], tx.session)).has(productId))
      throw refuse('product_unknown', { field: 'productId' });
    return materials.save(tx, { ...which, content: { ...content, tags: [...new Set(content.tags)] } });
  },
});

/** Makes the draft what KOCs see. @throws Refusal `material_empty`, `version_moved_on` (409) or `not_found`. */
export const publishMaterial = command('materials.publish', {
  may: (actor) => assertEverywhere(actor, 'koc.write'),
  async run(input: { id: string; revision: number }, tx) {
    const { draft } = await materials.get(input.id, tx);
    if (partsOf(draft).length === 0 && draft.pictures.length === 0) throw refuse('material_empty');
    return materials.publish(tx, input);
  },
});

/** Takes it away from KOCs. @throws Refusal `state_forbids` (409) or `not_found`. */
export const archiveMaterial = command('materials.archive', {
  may: (actor) => assertEverywhere(actor, 'koc.write'),
  run: ({ id }: { id: string }, tx) => materials.archive(tx, id),
});

interface ForwardInput {
  id: string;
  kocId: string;
  channel: LinkChannel;
}

/**
 * A KOC takes a material to pass it on: their tracked link for the place where it will be shown, and one forward a
 * day, however often they take it.
 * @throws Refusal `materials_for_kocs` (403), `material_gone` (410) or `not_found`.
 */
export const forwardMaterial = command('materials.forward', {
  async may(actor, { kocId }: ForwardInput) {
    if (actor.kind !== 'member' || !(await selvesOf(actor.personId)).includes(kocId))
      throw refuseAnywhere('not_allowed');
  },
  async run({ id, kocId, channel }, tx) {
    const options = { session: tx.session };
    const koc = (await kocsAmong([kocId], tx.session)).get(kocId);
    if (!koc || koc.endedAt) throw refuse('materials_for_kocs');
    const row = await materials.get(id, tx);
    if (!isLive(row)) throw refuse('material_gone');
    const { productId } = row.live;
    const link = await createLink({ actor: tx.actor }, { kocId, productId, material: id, channel });
    await native(Carried).updateOne(
      { _id: link._id },
      { $set: { materialId: id, kocId } },
      { ...options, upsert: true },
    );
    const day = shanghaiDay(tx.now);
    const { upsertedCount } = await native(Forwards).updateOne(
      { _id: forwardIdOf(id, kocId, day) },
      { $setOnInsert: { materialId: id, kocId, day, at: tx.now, version: row.version } },
      { ...options, upsert: true },
    );
    return { material: row, link, counted: upsertedCount > 0 };
  },
});
