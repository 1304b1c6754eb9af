import { newId } from '../kernel/ids';
import { now } from '../kernel/clock';
import { model, native } from '../kernel/store';

/** A backup that was written, so that the settings page can say how old the last one is. */
interface BackupRow {
  _id: string;
  at: Date;
  target: string;
}

const Backups = model<BackupRow>('backups', { at: Date, target: String }, [{ keys: { at: -1 } }]);

/** Notes that a backup was written to a folder just now. */
export const noteBackup = async (target: string): Promise<void> => {
  await native(Backups).insertOne({ _id: newId('bak'), at: now(), target });
};

/** The last backup; undefined if there never was one. */
export const lastBackup = (): Promise<BackupRow | null> =>
  native(Backups).find().sort({ at: -1 }).limit(1).next();
