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

const num = (v: Value | undefined): number => (isNumeric(v) ? toNumber(v) : 0);

/** `failCommand` of MongoDB's configureFailPoint, for tests of drivers and applications. */
export class FailPoint {
  private data: Doc | undefined;
  private left = 0;
  private skip = 0;

  /** Sets the mode: 'off', 'alwaysOn', {times} or {skip}. */
  configure(mode: Value | undefined, data: Doc | undefined): void {
    this.data = undefined;
    this.skip = 0;
    if (mode === 'off') return;
    if (mode === 'alwaysOn') this.left = Infinity;
    else if (isDoc(mode) && mode.has('times')) this.left = num(mode.get('times'));
    else if (isDoc(mode) && mode.has('skip')) {
      this.skip = num(mode.get('skip'));
      this.left = Infinity;
    } else throw new MongoError(2, 'BadValue', `unknown fail point mode`);
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
