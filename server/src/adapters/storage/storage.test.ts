import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { useSealKeys } from '../../kernel/seal';
import { localStorage } from '.';

describe('files on this machine', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'kouyi-files-'));
    useSealKeys([{ id: 'k1', key: randomBytes(32) }]);
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  test('come back as they were, sealed or not, replaced and removed', async () => {
    const files = localStorage(dir);
    const photo = Buffer.from('\u0000a photo of a face\u0001');
    await files.put('intake/photos/a', photo, { sealed: true });
    await files.put('plain/b', photo, { sealed: false });
    expect(await files.get('intake/photos/a')).toEqual(photo);
    expect(await files.get('plain/b')).toEqual(photo);
    await files.put('plain/b', Buffer.alloc(0), { sealed: false });
    expect(await files.get('plain/b')).toEqual(Buffer.alloc(0));
    await files.delete('plain/b');
    await files.delete('plain/b');
    expect(await files.get('plain/b')).toBeUndefined();
  });

  test('what is sealed tells nothing to who copies the disk, and only its owner may read the file', async () => {
    const files = localStorage(dir);
    await files.put('intake/photos/c', Buffer.from('a photo of a face'), { sealed: true });
    const file = path.join(dir, 'intake/photos/c.bin');
    expect((await readFile(file)).includes('face')).toBe(false);
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect((await readdir(path.dirname(file))).filter((name) => !name.endsWith('.bin'))).toEqual([]);
  });

  test('a key can’t lead out of the folder', async () => {
    const files = localStorage(dir);
    for (const key of ['../x', 'a/../../x', '/etc/passwd', '', 'a//b', 'a\u0000b'])
      await expect(async () => files.get(key)).rejects.toThrow('not a storage key');
  });
});
