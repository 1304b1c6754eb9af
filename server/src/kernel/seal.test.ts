import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fc, test as prop } from '@fast-check/jest';
import { loadSealKeys, parseSealKeys, seal, type Sealed, unseal, unsealText, useSealKeys } from './seal';

const key = (id: string) => ({ id, key: randomBytes(32) });

beforeEach(() => useSealKeys([key('a')]));

prop.prop([fc.string(), fc.string({ minLength: 1 })])('opens to what was sealed', (text, purpose) => {
  expect(unsealText(seal(text, purpose), purpose)).toBe(text);
});

prop.prop([fc.uint8Array({ maxLength: 200 })])('bytes stay bytes', (bytes) => {
  const plain = Buffer.from(bytes);
  expect(unseal(seal(plain, 'photo'), 'photo').equals(plain)).toBe(true);
});

test('shows nothing of the value, and the same value never looks the same twice', () => {
  const one = seal('浦东新区世纪大道 1 号', 'address');
  const two = seal('浦东新区世纪大道 1 号', 'address');
  expect(JSON.stringify(one)).not.toContain('世纪大道');
  expect(one.data).not.toBe(two.data);
  expect(one.nonce).not.toBe(two.nonce);
});

prop.prop([fc.nat()])('any changed bit is noticed', (at) => {
  const sealed = seal('13800000000', 'phone');
  const data = Buffer.from(sealed.data, 'base64');
  data[at % data.length]! ^= 1 << (at % 8);
  expect(() => unseal({ ...sealed, data: data.toString('base64') }, 'phone')).toThrow();
});

test('what is sealed for one purpose does not open as another', () => {
  expect(() => unseal(seal('x', 'phone'), 'address')).toThrow();
});

test('a cut value is refused, however short', () => {
  const sealed = seal('x', 'phone');
  const short: Sealed = { ...sealed, data: sealed.data.slice(0, 8) };
  expect(() => unseal(short, 'phone')).toThrow();
});

test('a new key in front seals; the old one still opens; without it the error names it', () => {
  const [old, fresh] = [key('old'), key('fresh')];
  useSealKeys([old]);
  const before = seal('x', 'phone');
  useSealKeys([fresh, old]);
  expect(unsealText(before, 'phone')).toBe('x');
  expect(seal('x', 'phone').keyId).toBe('fresh');
  useSealKeys([fresh]);
  expect(() => unseal(before, 'phone')).toThrow(/old/);
});

describe('keys of the settings', () => {
  const good = randomBytes(32).toString('base64');
  test.each([
    ['', 'nothing'],
    [good, 'no id'],
    [`a:${good.slice(4)}`, 'too short'],
    [`a:${good},b`, 'a second without key'],
    [`a:${good},a:${good}`, 'one id twice'],
  ])('are refused without being shown: %#', (text) => {
    expect(() => parseSealKeys(text)).toThrow();
    try {
      parseSealKeys(text);
    } catch (error) {
      expect(String(error)).not.toContain(good);
    }
  });
});

describe('keys of the data folder', () => {
  let dataDir: string;
  beforeEach(async () => (dataDir = await mkdtemp(path.join(tmpdir(), 'kouyi-seal-'))));
  afterEach(() => rm(dataDir, { recursive: true, force: true }));
  const file = () => path.join(dataDir, 'seal-keys');

  test('are made once, for their owner only, outside the database folder that backups copy', async () => {
    await loadSealKeys({ dataDir });
    const kept = await readFile(file(), 'utf8');
    const sealed = seal('x', 'phone');
    await loadSealKeys({ dataDir });
    expect(unsealText(sealed, 'phone')).toBe('x');
    expect(await readFile(file(), 'utf8')).toBe(kept);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
  });

  test('of two first starts at once are the same', async () => {
    await Promise.all(Array.from({ length: 8 }, () => loadSealKeys({ dataDir })));
    const sealed = seal('x', 'phone');
    await loadSealKeys({ dataDir });
    expect(unsealText(sealed, 'phone')).toBe('x');
  });

  test('that others may read stop the start', async () => {
    await loadSealKeys({ dataDir });
    await chmod(file(), 0o644);
    await expect(loadSealKeys({ dataDir })).rejects.toThrow(/chmod 600/);
  });

  test('give way to those of the settings', async () => {
    await loadSealKeys({ dataDir, given: `mine:${randomBytes(32).toString('base64')}` });
    expect(seal('x', 'phone').keyId).toBe('mine');
  });
});
