import { contracts } from '@kouyi/shared/contracts';
import { routes } from './routes';

describe('the console’s table of addresses', () => {
  const rows = Object.entries(routes).flatMap(([domain, calls]) =>
    Object.entries(calls).map(([name, [method, path]]) => ({
      call: `${domain}.${name}`,
      domain,
      name,
      method,
      path,
    })),
  );

  test.each(rows)('$call is what the contract says', ({ domain, name, method, path }) => {
    const promised = (contracts as Record<string, Record<string, { method: string; path: string }>>)[
      domain
    ]?.[name];
    expect({ method, path }).toEqual({ method: promised?.method, path: promised?.path });
  });
});
