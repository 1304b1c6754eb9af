import { hash, verify, type Options } from '@node-rs/argon2';
import { newToken } from '../kernel/ids';

// OWASP's first choice for argon2id (the package's default algorithm): 19 MiB, two passes, one lane.
const options: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Argon2id with a random salt, in the PHC string format. */
export const hashPassword = (password: string): Promise<string> => hash(password, options);

let nobody: Promise<string> | undefined;

/**
 * Whether the password fits. Without a hash (no such login) it takes just as long and says no, so that the
 * time of the answer does not tell which logins exist.
 */
export async function passwordFits(passwordHash: string | undefined, password: string): Promise<boolean> {
  nobody ??= hashPassword(newToken());
  const fits = await verify(passwordHash ?? (await nobody), password);
  return fits && passwordHash !== undefined;
}

/** A first password that can be read out and typed: 80 random bits in groups of four. */
export const newPassword = (): string =>
  newToken()
    .slice(0, 16)
    .replace(/(.{4})(?=.)/g, '$1-');
