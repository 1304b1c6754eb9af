import { Refused, Unreachable } from './failure';
import { type Domain, type In, type Name, type Out, routes } from './routes';

type Plain = Record<string, unknown>;
/** What may stand in an address. */
const words = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** JSON; a form where bytes go along. */
const bodyOf = (input: Plain): string | FormData => {
  if (!Object.values(input).some((value) => value instanceof Uint8Array)) return JSON.stringify(input);
  const form = new FormData();
  for (const [name, value] of Object.entries(input))
    if (value instanceof Uint8Array) form.set(name, new Blob([new Uint8Array(value)]), name);
    else if (words(value) !== '') form.set(name, words(value));
  return form;
};

/** Splits an input into the address (path parameters filled in, query for GET and DELETE) and the body. */
export const request = (
  method: string,
  path: string,
  input: Plain,
): { url: string; body: string | FormData | undefined } => {
  const rest = { ...input };
  const url = path.replace(/:(\w+)/g, (_, name: string) => {
    const value = rest[name];
    // `rest` is a copy made above; the parameter is spoken for by the path.
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
    delete rest[name];
    return encodeURIComponent(words(value));
  });
  if (method === 'POST' || method === 'PUT') return { url, body: bodyOf(rest) };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) if (words(value) !== '') query.set(name, words(value));
  const text = query.toString();
  return { url: text ? `${url}?${text}` : url, body: undefined };
};

const refusedBy = async (response: Response): Promise<Refused> => {
  const text = await response.text();
  try {
    const { error } = JSON.parse(text) as {
      error: { code: string; message: string; field?: string; details?: Plain };
    };
    return new Refused(response.status, error.code, error.message, error.field, error.details);
  } catch {
    // Something between us and the server answered (a proxy, a restart): no sentence of ours in it.
    return new Refused(response.status, 'unreadable', `服务器暂时没法回答（${response.status}），稍后再试。`);
  }
};

/** Called when the server no longer knows who we are. Set once by the session. */
let whenSignedOut: () => void = () => undefined;
export const onSignedOut = (then: () => void): void => {
  whenSignedOut = then;
};

/**
 * One call of the API, typed by its contract. Throws `Refused` with the server's sentence, or `Unreachable`.
 *
 * @example await call('activities', 'get', { id })
 */
export const call = async <D extends Domain, N extends Name<D>>(
  domain: D,
  name: N,
  input: In<D, N>,
  signal?: AbortSignal,
): Promise<Out<D, N>> => {
  const [method, path] = routes[domain][name];
  const { url, body } = request(method, path, input as Plain);
  const response = await fetch(url, {
    method,
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body }),
    // A form says by itself what it is.
    ...(typeof body === 'string' ? { headers: { 'content-type': 'application/json' } } : {}),
    ...(signal ? { signal } : {}),
  }).catch((failure: unknown) => {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    throw new Unreachable();
  });
  if (!response.ok) {
    const refused = await refusedBy(response);
    // The session's own calls know what their 401 means.
    if (response.status === 401 && domain !== 'staffSession') whenSignedOut();
    throw refused;
  }
  const isJson = response.headers.get('content-type')?.includes('json');
  return (isJson ? await response.json() : await response.text()) as Out<D, N>;
};
