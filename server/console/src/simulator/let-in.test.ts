import { Refused, Unreachable } from '../api/failure';
import { isLetIn } from './let-in';

const no = (status: number) => () => Promise.reject(new Refused(status, 'no', '不行'));

test('a line that broke is built again; one that is not ours any more is left alone', async () => {
  expect(await isLetIn(() => Promise.resolve({ rights: ['simulator.use'] }))).toBe(true);
  expect(await isLetIn(() => Promise.reject(new Unreachable()))).toBe(true);
  expect(await isLetIn(no(503))).toBe(true);
  expect(await isLetIn(no(429))).toBe(true);
  expect(await isLetIn(no(401))).toBe(false);
  expect(await isLetIn(no(403))).toBe(false);
  expect(await isLetIn(() => Promise.resolve({ rights: ['groups.read'] }))).toBe(false);
});
