import { ROUTES, type RouteName } from './routes';

/** A request ready to be sent: `:names` filled in, the rest in the query (GET, DELETE) or the body. */
export interface Outgoing {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  body?: Record<string, unknown>;
}

const hasText = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/**
 * Puts an input where the contract says it belongs.
 *
 * @example address('member.activity', { id: 'a1' }) // { method: 'GET', url: '/api/member/activities/a1' }
 */
export const address = (name: RouteName, input: Readonly<Record<string, unknown>>): Outgoing => {
  const { method, path } = ROUTES[name];
  const inPath = new Set<string>();
  const filled = path.replace(/:(\w+)/g, (_whole, key: string) => {
    inPath.add(key);
    const value = input[key];
    return encodeURIComponent(hasText(value) ? String(value) : '');
  });
  const rest = Object.fromEntries(Object.entries(input).filter(([key]) => !inPath.has(key)));
  if (method !== 'GET' && method !== 'DELETE') return { method, url: filled, body: rest };
  const query = Object.entries(rest)
    .flatMap(([key, value]) => (hasText(value) ? [`${key}=${encodeURIComponent(String(value))}`] : []))
    .join('&');
  return { method, url: query ? `${filled}?${query}` : filled };
};
