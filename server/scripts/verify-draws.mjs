#!/usr/bin/env node
/**
 * Checks an exported round of a blind box, line by line, with nothing but Node: commitment, odds, every result, the
 * numbers of every person, the guarantee, the chain. Ends with 1 at the first thing that is not as it must be.
 *
 *   node server/scripts/verify-draws.mjs round.json [--chain <hash>] [--commitment <hash>]
 *
 * The two hashes are what the fairness page or a receipt showed: with them a file that was made up as a whole is
 * found out, too. The scheme is in server/src/draws/FAIRNESS.md; this file shares no code with the server.
 */
import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';

class Mismatch extends Error {}

/** Stops at the first thing that does not hold. */
function must(holds, where, what) {
  if (!holds) throw new Mismatch(`${where}: ${what}`);
}

const sha256 = (text) => createHash('sha256').update(text, 'ascii').digest('hex');

/** The pool as it was committed to. */
function readPool(text) {
  const lines = text.split('\n');
  must(lines[0] === 'kouyi-pool-1', 'pool', 'unknown format');
  const prizes = [];
  let fallback;
  let guarantee;
  for (const line of lines.slice(1)) {
    const parts = line.split(' ');
    if (parts[0] === 'fallback' && parts.length === 2) fallback = parts[1];
    else if (parts[0] === 'guarantee' && parts.length === 2) must(parts[1] === '-', 'pool', line);
    else if (parts[0] === 'guarantee' && parts.length === 4)
      guarantee = { afterDraws: whole(parts[1]), prizeId: parts[2], reserved: whole(parts[3]) };
    else {
      must(parts.length === 4 && /^(win|none)$/.test(parts[3]), 'pool', `can't read "${line}"`);
      prizes.push({
        id: parts[0],
        weight: whole(parts[1]),
        left: parts[2] === '-' ? Infinity : whole(parts[2]),
        win: parts[3] === 'win',
      });
    }
  }
  must(
    prizes.some(({ id }) => id === fallback),
    'pool',
    'the fallback is no prize of it',
  );
  return { prizes, fallback, guarantee };
}

function whole(text) {
  must(/^\d{1,15}$/.test(text), 'pool', `"${text}" is no whole number`);
  return Number(text);
}

/** The odds that hold now: what ran out passes its weight to the fallback, then to the first prize left. */
function oddsNow({ prizes, fallback }) {
  const heir =
    prizes.find(({ id, left }) => id === fallback && left > 0) ??
    prizes.find(({ weight, left }) => weight > 0 && left > 0);
  if (!heir) return [];
  const lost = prizes.reduce((sum, { weight, left }) => sum + (left > 0 ? 0 : weight), 0);
  return prizes.map(({ id, weight, left }) => ({
    prizeId: id,
    weight: left > 0 ? weight + (id === heir.id ? lost : 0) : 0,
  }));
}

/** Rejection sampling over 32-bit words, big end first. */
function ticketOf(serverSeed, clientSeed, nonce, total) {
  const limit = 2 ** 32 - (2 ** 32 % total);
  for (let block = 0; ; block += 1) {
    const message = block === 0 ? `${clientSeed}:${nonce}` : `${clientSeed}:${nonce}:${block}`;
    const bytes = createHmac('sha256', Buffer.from(serverSeed, 'hex')).update(message, 'ascii').digest();
    for (let i = 0; i < 32; i += 4) {
      const word = bytes.readUInt32BE(i);
      if (word < limit) return word % total;
    }
  }
}

function prizeAt(odds, ticket) {
  let end = 0;
  for (const { prizeId, weight } of odds) {
    end += weight;
    if (ticket < end) return prizeId;
  }
  return undefined;
}

const sameOdds = (a, b) =>
  a.length === b.length &&
  a.every(({ prizeId, weight }, i) => prizeId === b[i].prizeId && weight === b[i].weight);

/** Checks one exported round; throws Mismatch at the first thing that does not hold. Answers what it saw. */
function verify(file, published) {
  must(file.format === 'kouyi-round-1', 'file', 'this is no exported round');
  const { round, odds, draws } = file;
  must(/^[0-9a-f]{64}$/.test(round.serverSeed), 'round', 'the seed is not revealed');
  const commitment = sha256(`kouyi-round-1\n${round.serverSeed}\n${round.id}\n${round.poolText}`);
  must(commitment === round.commitment, 'commitment', 'seed, round and pool do not give the published hash');
  if (published.commitment)
    must(published.commitment === commitment, 'commitment', 'is not the one you were shown');

  const pool = readPool(round.poolText);
  const total = pool.prizes.reduce((sum, { weight }) => sum + weight, 0);
  let version = odds[0]?.version;
  must(version !== undefined, 'odds', 'no version in the file');
  odds.forEach((each, i) =>
    must(each.version === version + i, `odds version ${each.version}`, 'versions are not without gaps'),
  );
  const stated = new Map(odds.map((each) => [each.version, each.entries]));
  must(
    sameOdds(stated.get(version), zeroed(oddsNow(pool), pool)),
    `odds version ${version}`,
    'do not follow from the pool',
  );

  let chain = commitment;
  let reserve = pool.guarantee?.reserved ?? 0;
  const seen = new Set();
  const people = new Map();
  draws.forEach((row, i) => {
    const at = `row ${i + 1} (draw ${row.drawId})`;
    must(
      row.seq === i + 1,
      at,
      row.seq > i + 1 ? `number ${i + 1} is missing before it` : `number ${row.seq} is doubled or moved`,
    );
    must(!seen.has(row.drawId), at, 'is there twice');
    seen.add(row.drawId);
    must(/^[A-Za-z0-9_-]{1,64}$/.test(row.clientSeed), at, 'client seed malformed');
    const person = people.get(row.player) ?? { nonce: 0, misses: row.missesBefore };
    must(row.nonce === person.nonce + 1, at, `the person's number is ${row.nonce}, not ${person.nonce + 1}`);
    must(
      row.missesBefore === person.misses,
      at,
      `the person's misses were ${person.misses}, not ${row.missesBefore}`,
    );
    must(row.oddsVersion === version, at, `odds version ${row.oddsVersion} was not in force, ${version} was`);

    const drawn = prizeAt(stated.get(version), ticketOf(round.serverSeed, row.clientSeed, row.nonce, total));
    const prize = pool.prizes.find(({ id }) => id === drawn);
    must(prize, at, 'nothing was left to draw');
    const met = pool.guarantee !== undefined && !prize.win && person.misses + 1 >= pool.guarantee.afterDraws;
    const expected = met ? pool.guarantee.prizeId : drawn;
    must(
      row.guaranteed === met,
      at,
      met ? 'the guarantee was due and not given' : 'the guarantee was not due',
    );
    must(row.prizeId === expected, at, `gives ${expected}, the file says ${row.prizeId}`);
    people.set(row.player, { nonce: row.nonce, misses: met || prize.win ? 0 : person.misses + 1 });

    chain = sha256(
      [
        chain,
        row.seq,
        row.drawId,
        row.player,
        row.clientSeed,
        row.nonce,
        row.oddsVersion,
        row.missesBefore,
        row.prizeId,
        row.guaranteed ? 1 : 0,
        row.atMs,
      ].join('\n'),
    );
    must(row.chain === chain, at, 'breaks the chain');
    if (met) {
      reserve -= 1;
      must(reserve >= 0, at, 'more guarantees than there were reserved');
    } else {
      prize.left -= 1;
      if (prize.left === 0) {
        version += 1;
        const next = stated.get(version);
        must(
          next && sameOdds(next, zeroed(oddsNow(pool), pool)),
          `odds version ${version}`,
          'do not follow from what was left',
        );
      }
    }
  });
  must(draws.length === round.draws, 'end', `${round.draws} draws were made, the file has ${draws.length}`);
  must(chain === round.chain, 'end', 'the chain ends elsewhere than published');
  if (published.chain) must(published.chain === chain, 'end', 'the chain is not the one you were shown');
  must(odds.at(-1).version === version, 'odds', 'the file has versions that no draw led to');
  return { draws: draws.length, people: people.size, versions: odds.length };
}

/** With nothing left every weight is 0. */
const zeroed = (odds, pool) =>
  odds.length > 0 ? odds : pool.prizes.map(({ id }) => ({ prizeId: id, weight: 0 }));

function main(args) {
  const options = {};
  const files = [];
  for (let i = 0; i < args.length; i += 1) {
    if (args[i] === '--chain' || args[i] === '--commitment') options[args[i].slice(2)] = args[(i += 1)];
    else files.push(args[i]);
  }
  if (files.length !== 1) {
    console.error('usage: verify-draws round.json [--chain <hash>] [--commitment <hash>]');
    return 2;
  }
  try {
    const file = JSON.parse(readFileSync(files[0], 'utf8'));
    const { draws, people, versions } = verify(file, options);
    console.log(
      `OK: round ${file.round.number} of ${file.box.name}: ${draws} draws of ${people} people on ${versions} versions of the odds, every one as it must be.\nchain ${file.round.chain}`,
    );
    return 0;
  } catch (error) {
    if (error instanceof Mismatch) console.error(`MISMATCH at ${error.message}`);
    else console.error(`can't read ${files[0]}: ${error.message}`);
    return 1;
  }
}

process.exitCode = main(process.argv.slice(2));
