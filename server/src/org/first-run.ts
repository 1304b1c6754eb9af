import { system } from '../kernel/actor';
import { command } from '../kernel/command';
import { isDuplicateKey, native } from '../kernel/store';
import { setBrand } from './brand';
import { staffIdOf } from './commands';
import { ROOT_UNIT_ID, loadDirectories } from './directories';
import { Staff, type StaffRow, StaffSessions, type UnitRow, Units } from './model';
import { hashPassword, newPassword } from './passwords';
import { isRootAdmin } from './rules';

const FIRST_LOGIN = 'admin';

interface FirstRun {
  brandName: string;
  passwordHash: string;
  demo: boolean;
  demoPassword: string | undefined;
}

const prepare = command('org.first-run', {
  async run({ brandName, passwordHash, demo, demoPassword }: FirstRun, tx): Promise<boolean> {
    const { session } = tx;
    const root = await native(Units).findOne({ _id: ROOT_UNIT_ID }, { session });
    if (!root) {
      const unit: UnitRow = {
        _id: ROOT_UNIT_ID,
        name: brandName,
        kind: 'hq',
        path: [ROOT_UNIT_ID],
        createdAt: tx.now,
      };
      await native(Units).insertOne(unit, { session });
      tx.audit({ subject: ROOT_UNIT_ID, after: { name: brandName, kind: 'hq' } });
    }
    const staff = await native(Staff).find({ active: true }, { session }).toArray();
    if (staff.some((row) => isRootAdmin(row, ROOT_UNIT_ID) && mayStay(row, demo))) return false;
    const _id = staffIdOf(FIRST_LOGIN);
    await native(Staff).replaceOne(
      { _id },
      {
        login: FIRST_LOGIN,
        name: '管理员',
        passwordHash,
        roles: [{ role: 'admin', unitId: ROOT_UNIT_ID }],
        active: true,
        createdAt: tx.now,
        ...(demoPassword ? { demoPassword } : {}),
      },
      { upsert: true, session },
    );
    await native(StaffSessions).deleteMany({ staffId: _id }, { session });
    tx.audit({ subject: _id, after: { login: FIRST_LOGIN } });
    return true;
  },
});

/** Outside demo mode an admin whose password stands on the sign-in page is nobody's admin. */
const mayStay = (row: StaffRow, demo: boolean): boolean => demo || row.demoPassword === undefined;

/**
 * Makes a fresh database usable: the root unit and the login `admin` when no administrator can sign in.
 * Also tells this process the brand's name and whether it is in demo mode, so every process calls it at boot.
 * Answers the password when it generated one. In demo mode the sign-in page shows it, too.
 */
export async function ensureFirstRun({
  brandName,
  adminPassword,
  demo,
}: {
  brandName: string;
  adminPassword?: string | undefined;
  demo: boolean;
}): Promise<{ password?: string }> {
  setBrand({ name: brandName, demo });
  const password = adminPassword ?? newPassword();
  const input = {
    brandName,
    passwordHash: await hashPassword(password),
    demo,
    demoPassword: demo && adminPassword === undefined ? password : undefined,
  };
  const context = { actor: system('first-run') };
  const made = await prepare(context, input).catch((error: unknown) => {
    // Another process starts at the same moment and was first: look again.
    if (isDuplicateKey(error)) return prepare(context, input);
    throw error;
  });
  await loadDirectories();
  return made && adminPassword === undefined ? { password } : {};
}

/** What an empty start leaves of the org, by collection and id: the root unit, and one of the staff with their sessions. */
export async function keptAtEmptyStart(staffId: string): Promise<Record<string, string[]>> {
  const sessions = await native(StaffSessions).find({ staffId }).toArray();
  return {
    [Units.collection.name]: [ROOT_UNIT_ID],
    [Staff.collection.name]: [staffId],
    [StaffSessions.collection.name]: sessions.map(({ _id }) => _id),
  };
}
