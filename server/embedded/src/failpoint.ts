import { isDoc, type Doc, type Value } from './bson/value';
import { toNumber } from './bson/numbers';
import { isNumeric } from './bson/value';
import { MongoError } from './errors';

/** What the fail point does to a command. */
export interface Failure {
  closeConnection: boolean;
  blockMs: number;
  error: { code: number; labels: Value[] | undefined } | undefined;
  writeConcernError: Doc | undefined;
  labels: Value[] | undefined;
}

/** Thrown to have the connection closed instead of answered, as if the network had broken. */
export class CloseConnection extends Error {}

const num = (v: Value | undefined): number => (isNumeric(v) ? toNumber(v) : 0);

/** How a fail point is set. */
interface Setting {
  left: number;
  skip: number;
}

function settingOf(mode: Value | undefined): Setting {
  if (mode === 'off') return { left: 0, skip: 0 };
  if (mode === 'alwaysOn') return { left: Infinity, skip: 0 };
  if (isDoc(mode) && mode.has('times')) return { left: num(mode.get('times')), skip: 0 };
  if (isDoc(mode) && mode.has('skip')) return { left: Infinity, skip: num(mode.get('skip')) };
  throw new MongoError(2, 'BadValue', 'unknown fail point mode');
}

/** `onPrimaryTransactionalWrite`: breaks the connection around a retryable write, before or after its commit. */
export class WriteFailPoint {
  private setting: Setting = { left: 0, skip: 0 };
  private before = false;

  configure(mode: Value | undefined, data: Doc | undefined): void {
    this.setting = settingOf(mode);
    this.before = data?.has('failBeforeCommitExceptionCode') ?? false;
  }

  /** What happens around the next statement, if anything. */
  hit(): 'before' | 'after' | undefined {
    const { setting } = this;
    if (setting.left <= 0) return undefined;
    if (setting.skip > 0) {
      setting.skip--;
      return undefined;
    }
    setting.left--;
    return this.before ? 'before' : 'after';
  }
}

/** `failCommand` of MongoDB's configureFailPoint, for tests of drivers and applications. */
export class FailPoint {
  private data: Doc | undefined;
  private left = 0;
  private skip = 0;

  /** Sets the mode: 'off', 'alwaysOn', {times} or {skip}. */
  configure(mode: Value | undefined, data: Doc | undefined): void {
    const setting = settingOf(mode);
    this.left = setting.left;
    this.skip = setting.skip;
    this.data = data;
  }

  /** What should happen to this command, if anything. */
  hit(command: string, appName: string | undefined): Failure | undefined {
    const { data } = this;
    if (!data || this.left <= 0) return undefined;
    const commands = data.get('failCommands');
    if (
      !Array.isArray(commands) ||
      !commands.some((c) => typeof c === 'string' && c.toLowerCase() === command.toLowerCase())
    ) {
      return undefined;
    }
    const app = data.get('appName');
    if (app !== undefined && app !== appName) return undefined;
    if (this.skip > 0) {
      this.skip--;
      return undefined;
    }
    this.left--;
    const labels = data.get('errorLabels');
    const wce = data.get('writeConcernError');
    const code = data.get('errorCode');
    return {
      closeConnection: data.get('closeConnection') === true,
      blockMs: data.get('blockConnection') === true ? num(data.get('blockTimeMS')) : 0,
      error:
        code === undefined
          ? undefined
          : { code: num(code), labels: Array.isArray(labels) ? labels : undefined },
      writeConcernError: isDoc(wce) ? wce : undefined,
      labels: Array.isArray(labels) ? labels : undefined,
    };
  }
}
