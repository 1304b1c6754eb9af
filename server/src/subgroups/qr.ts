import { storage } from '../adapters/storage';
import type { CommandContext } from '../kernel/command';
import { newId } from '../kernel/ids';
import { keptPicture } from '../kernel/picture';
import { attachGroup, type Joining, setJoining } from './commands';
import type { SubGroupRow } from './model';
import { refuse } from './rules';
import { reachedSubGroup } from './views';

/** The way into a real group as somebody hands it in. */
interface GivenJoining {
  readonly id: string;
  readonly joinUrl?: string | undefined;
  readonly qrBase64?: string | undefined;
  readonly qrUntil?: string | undefined;
}

/**
 * Keeps the QR code first and names it in the command: whatever happens between, no sub-group names a picture that is
 * not there. @throws Refusal `photo_not_an_image` and what the command refuses.
 */
async function withQr(
  { qrBase64, qrUntil, joinUrl }: GivenJoining,
  run: (joining: Joining) => Promise<SubGroupRow>,
): Promise<SubGroupRow> {
  const qrKey = qrBase64 === undefined ? undefined : `sub-groups/${newId('qr')}`;
  if (qrKey !== undefined) {
    const { jpeg } = await keptPicture(Buffer.from(qrBase64!, 'base64'));
    await storage().put(qrKey, jpeg, { sealed: false });
  }
  try {
    return await run({
      joinUrl,
      qrKey,
      ...(qrUntil === undefined ? {} : { qrUntil: new Date(qrUntil) }),
    });
  } catch (error) {
    if (qrKey !== undefined) await storage().delete(qrKey);
    throw error;
  }
}

/** Gives a requested sub-group its real group with the way in; see `attachGroup`. */
export async function attachWithQr(
  context: CommandContext,
  { groupId, ...given }: GivenJoining & { groupId: string },
): Promise<SubGroupRow> {
  await reachedSubGroup(context.actor, given.id);
  return withQr(given, (joining) => attachGroup(context, { id: given.id, groupId, ...joining }));
}

/** Another way in; see `setJoining`. */
export async function changeJoining(context: CommandContext, given: GivenJoining): Promise<SubGroupRow> {
  const had = await reachedSubGroup(context.actor, given.id);
  const row = await withQr(given, (joining) => setJoining(context, { id: given.id, ...joining }));
  if (had.qrKey && had.qrKey !== row.qrKey) await storage().delete(had.qrKey);
  return row;
}

/** The QR code of the real group. @throws Refusal `sub_group_qr_none` (404). */
export async function qrPicture({ qrKey }: SubGroupRow): Promise<Buffer> {
  const picture = qrKey && (await storage().get(qrKey));
  if (!picture) throw refuse('sub_group_qr_none');
  return picture;
}
