// Part of `npm run check`: what the pages in Markdown name is there. Links and their headings, pictures (each of them is
// also shown), files and folders of this repository, `npm run …`, `node …`, and the settings that the README lists.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fail, root } from './bootstrap.mjs';

const PICTURES = 'server/console/docs';
const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.data', '.cache']);

/** Every file and folder of the repository, with `/` between their parts. */
function everything(folder = '') {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const at = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? [at, ...everything(at)] : [at];
  });
}

const here = everything();
/** Every end of every path: pages name a file as shortly as it can be understood. */
const ends = new Set(here.flatMap((at) => at.split('/').map((_, i, parts) => parts.slice(i).join('/'))));
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** A heading as GitHub makes an address of it. */
const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
const anchorsOf = (text) =>
  new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading)));

const OUR_FOLDERS = /^(server|shared|miniapp|test)\//;
const FILE = /^[\w./-]+\.(ts|tsx|mjs|cjs|md|scss)$/;
const isBuilt = (at) => at.split('/').includes('dist');

/** What one page names and what is not there, each in a few words. */
function missingIn(page) {
  const text = readFileSync(path.join(root, page), 'utf8');
  const folder = path.posix.dirname(page);
  const found = [];
  for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    const [file, anchor] = target.split('#');
    const at = file === '' ? page : path.posix.join(folder, decodeURI(file));
    if (!existsSync(path.join(root, at))) found.push(`no ${target}`);
    else if (anchor !== undefined && !anchorsOf(readFileSync(path.join(root, at), 'utf8')).has(anchor))
      found.push(`no heading ${target}`);
  }
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  for (const [, words] of prose.matchAll(/`([^`\n]+)`/g)) {
    const at = words.replace(/\/$/, '');
    if (!OUR_FOLDERS.test(words) && !FILE.test(words)) continue;
    if (/[<>{}* ]/.test(at) || isBuilt(at) || ends.has(path.posix.normalize(at))) continue;
    found.push(`no file ${words}`);
  }
  for (const [, name] of text.matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g))
    if (scripts[name] === undefined) found.push(`no npm run ${name}`);
  for (const [, file] of text.matchAll(/\bnode ((?:server|shared|miniapp|test)\/[\w./-]+)/g))
    if (!isBuilt(file) && !existsSync(path.join(root, file))) found.push(`no node ${file}`);
  return found.map((what) => `${page}: ${what}`);
}

/** Settings that the pages for newcomers name, and that neither the server nor a browser under test reads. */
function unknownSettings(pages) {
  const readers = ['server/src/config.ts', 'test/support/browser.ts'];
  const read = readers.map((at) => readFileSync(path.join(root, at), 'utf8')).join('\n');
  return pages.flatMap((page) =>
    [...readFileSync(path.join(root, page), 'utf8').matchAll(/`([A-Z]+(?:_[A-Z]+)*)[`=]/g)]
      .filter(([, name]) => !new RegExp(`\\b${name}\\b`).test(read))
      .map(([, name]) => `${page}: no setting ${name}`),
  );
}

const pages = here.filter((at) => at.endsWith('.md'));
const shown = pages.map((page) => readFileSync(path.join(root, page), 'utf8')).join('\n');
/** Pages that comments in the sources send their reader to, and that are nowhere. */
const deadInComments = here
  .filter((at) => /\.(ts|tsx|mjs|scss)$/.test(at) && at !== 'server/scripts/check-docs.mjs')
  .flatMap((at) =>
    [...readFileSync(path.join(root, at), 'utf8').matchAll(/^ *(?:\/\*\*|\*|\/\/).*?([\w./-]+\.md)\b/gm)]
      .filter(([, page]) => !ends.has(page))
      .map(([, page]) => `${at}: no page ${page}`),
  );

const findings = [
  ...pages.flatMap(missingIn),
  ...deadInComments,
  ...unknownSettings(pages.filter((page) => !page.includes('/'))),
  ...here
    .filter((at) => path.posix.dirname(at) === PICTURES && !shown.includes(at))
    .map((at) => `${at}: shown nowhere`),
];
if (findings.length > 0) fail(new Error(findings.join('\n')));
