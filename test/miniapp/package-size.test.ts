import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { DIST } from './support/weapp';

const H5 = path.resolve(DIST, '../h5');
const filesBelow = (folder: string): string[] =>
  fs
    .readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(path.join(folder, entry.name)) : [path.join(folder, entry.name)],
    );
const bytesOf = (files: string[]): number => files.reduce((sum, file) => sum + fs.statSync(file).size, 0);

interface AppJson {
  pages: string[];
  subPackages: { root: string; pages: string[] }[];
  tabBar: { list: { iconPath: string; selectedIconPath: string }[] };
}

describe('the weapp build', () => {
  const app = JSON.parse(fs.readFileSync(path.join(DIST, 'app.json'), 'utf8')) as AppJson;

  test('has every page that app.json names, in four files each', () => {
    const pages = [
      ...app.pages,
      ...app.subPackages.flatMap((sub) => sub.pages.map((page) => `${sub.root}/${page}`)),
    ];
    expect(pages.length).toBeGreaterThanOrEqual(10);
    for (const page of pages)
      for (const ending of ['js', 'json', 'wxml', 'wxss'])
        expect(
          fs.existsSync(path.join(DIST, `${page}.${ending}`)) ? page : `${page}.${ending} is missing`,
        ).toBe(page);
  });

  test('keeps the main package below 1 MB', () => {
    const roots = app.subPackages.map((sub) => path.join(DIST, sub.root) + path.sep);
    const main = filesBelow(DIST).filter((file) => !roots.some((root) => file.startsWith(root)));
    expect(bytesOf(main)).toBeLessThan(1_000_000);
    expect(bytesOf(main)).toBeGreaterThan(50_000);
  });

  test('brings the pictures of its tabs', () => {
    for (const tab of app.tabBar.list)
      for (const icon of [tab.iconPath, tab.selectedIconPath]) {
        const png = fs.readFileSync(path.join(DIST, icon));
        expect(png.subarray(1, 4).toString()).toBe('PNG');
        expect(png.length).toBeLessThan(40_000);
      }
  });
});

describe('the h5 build', () => {
  const index = fs.readFileSync(path.join(H5, 'index.html'), 'utf8');

  test('lives below /m/, runs no inline script and asks no other host', () => {
    const addresses = [...index.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(addresses.length).toBeGreaterThanOrEqual(2);
    for (const address of addresses) expect(address).toMatch(/^(\/m\/|data:)/);
    expect(index).not.toMatch(/<script(?![^>]*\bsrc=)/);
  });

  const app = fs.readFileSync(
    path.join(H5, 'js', fs.readdirSync(path.join(H5, 'js')).find((file) => /^app\..*\.js$/.test(file)) ?? ''),
    'utf8',
  );
  const all = filesBelow(H5).filter((file) => /\.(js|css|html)$/.test(file));
  const gzipped = (files: string[]): number =>
    files.reduce((sum, file) => sum + zlib.gzipSync(fs.readFileSync(file)).length, 0);

  /** What the index names, and the chunks that the app fetches for a page, each under the hash in its name. */
  const neededFor = (page: string): string[] => {
    const load = new RegExp(`"path":"${page}","load":function[^[]*\\[([^\\]]*)\\]`).exec(app)?.[1] ?? '';
    const chunks = [...load.matchAll(/\.e\((\d+)\)/g)].map((match) => match[1] ?? '');
    const hashes = chunks.flatMap((chunk) =>
      [...app.matchAll(new RegExp(`[{,]"?${chunk}"?:"([0-9a-f]{8})"`, 'g'))].map((match) => match[1] ?? ''),
    );
    const named = [...index.matchAll(/(?:src|href)="\/m\/([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(chunks.length).toBeGreaterThan(0);
    expect(hashes.length).toBeGreaterThanOrEqual(chunks.length);
    return all.filter(
      (file) =>
        file.endsWith('index.html') ||
        named.some((name) => file.endsWith(name)) ||
        hashes.some((hash) => path.basename(file).includes(hash)),
    );
  };

  test.each(['pages/home/index', 'pages/sign-in/index', 'draw/box/index'])(
    'needs at most 200 KB (gzip) before %s is there',
    (page) => {
      const needed = neededFor(page);
      expect(needed.some((file) => /parts\./.test(file))).toBe(true);
      expect(gzipped(needed)).toBeLessThan(200_000);
      expect(gzipped(needed)).toBeGreaterThan(50_000);
    },
  );

  test('stays small as a whole', () => {
    expect(gzipped(all)).toBeLessThan(400_000);
  });
});
