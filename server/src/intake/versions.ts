import { LruMap } from '../kernel/collections';
import { native } from '../kernel/store';
import { versionId, type VersionRow, Versions } from './model';

/** Versions never change, so that keeping them is safe. */
const kept = new LruMap<string, VersionRow>(100);

/** What a version asks. @throws Error if there is none: sessions only name versions that exist. */
export async function versionOf(questionnaireId: string, version: number): Promise<VersionRow> {
  const _id = versionId(questionnaireId, version);
  const had = kept.get(_id);
  if (had) return had;
  const row = await native(Versions).findOne({ _id });
  if (!row) throw new Error(`no version ${_id}`);
  kept.set(_id, row);
  return row;
}
