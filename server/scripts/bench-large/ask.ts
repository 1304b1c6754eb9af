import type { Browser } from './brand';
import type { Question } from './questions';

/** How one question was answered. */
export interface Answered {
  readonly as: Browser;
  readonly name: string;
  readonly p50: number;
  readonly p95: number;
  /** Milliseconds that server and database computed for it: what it takes on a machine that does nothing else. */
  readonly cpu: number;
  /** Rows in the answer, or lines of the file. */
  readonly rows: number;
  readonly kb: number;
}

/** Somebody at a console: their cookie. */
export async function signIn(url: string, who: { login: string; password: string }): Promise<string> {
  const answer = await fetch(`${url}/api/staff/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(who),
  });
  if (answer.status !== 200) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
}

/** Pages of 200 that are turned before the one that is measured: where page 50 of a list of 50 begins. */
const PAGES_TURNED = 12;

/**
 * Asks a question so often and says how long it took; undefined where the asker may not ask it.
 * @throws Error for any other refusal: every question is one that screens ask.
 */
export async function ask(
  url: string,
  as: Browser,
  cookie: string,
  { name, path, deep = false }: Question,
  { times, cpuSeconds }: { times: number; cpuSeconds: () => number },
): Promise<Answered | undefined> {
  const get = async (at: string) => {
    const from = performance.now();
    const answer = await fetch(url + at, { headers: { cookie } });
    const text = await answer.text();
    return { ms: performance.now() - from, status: answer.status, text };
  };
  let at = path;
  for (let page = 0; deep && page < PAGES_TURNED; page += 1) {
    const { status, text } = await get(`${at}${at.includes('?') ? '&' : '?'}limit=200`);
    if (status === 403) return undefined;
    const cursor = (JSON.parse(text) as { nextCursor?: string }).nextCursor;
    if (cursor === undefined) return undefined;
    at = `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;
  }
  const took: number[] = [];
  const cpuBefore = cpuSeconds();
  let last = '';
  for (let i = 0; i < times; i += 1) {
    const { ms, status, text } = await get(at);
    if (status === 403) return undefined;
    if (status !== 200) throw new Error(`${as} ${at}: ${status} ${text.slice(0, 300)}`);
    took.push(ms);
    last = text;
  }
  const cpu = ((cpuSeconds() - cpuBefore) * 1_000) / times;
  took.sort((a, b) => a - b);
  return {
    as,
    name: deep ? `${name}, page 50` : name,
    p50: Math.round(took[Math.floor((took.length - 1) / 2)]!),
    p95: Math.round(took.at(Math.ceil(took.length * 0.95) - 1)!),
    cpu: Math.round(cpu),
    rows: rowsOf(last),
    kb: Math.round(last.length / 1_024),
  };
}

/** The longest list anywhere in an answer; lines below the header where it is a file. */
function rowsOf(text: string): number {
  if (!text.startsWith('{')) return text.split('\r\n').length - 2;
  let longest = 0;
  JSON.parse(text, (_key, value: unknown) => {
    if (Array.isArray(value)) longest = Math.max(longest, value.length);
    return value;
  });
  return longest;
}
