import type { Tx } from '../kernel/command';
import { native } from '../kernel/store';
import { amendOutgoing, planOutgoing } from '../gate';
import { bandFor } from './directory';
import { type GroupDoc, type MemberDoc, Welcomes } from './model';
import { neighbours } from './neighbours';
import { bandText, WELCOME_EVERY_MS, WELCOME_GATHER_MS } from './rules';

/** Names kept of one welcome; the text shows three. */
const NAMES_KEPT = 3;

/**
 * Plans the band's welcome for newcomers. Those who arrive while a welcome still waits join it, so that a group
 * hears one line, not one per person; the next welcome of the group comes 30 s later at the earliest. People on
 * the blacklist are not welcomed.
 */
export async function planWelcomes(
  tx: Tx,
  group: GroupDoc,
  newcomers: readonly MemberDoc[],
  members: number,
): Promise<void> {
  const unwanted = await neighbours.blacklisted(newcomers.map((row) => row.personId));
  const names = newcomers.filter((row) => !unwanted.has(row.personId)).map((row) => row.name || '新朋友');
  const band = bandFor(members);
  if (names.length === 0 || band.welcomeText === '') return;
  const textOf = (all: readonly string[], count: number) =>
    bandText(band.welcomeText, { names: all, count, group: group.name, members });

  const options = { session: tx.session };
  const waiting = await native(Welcomes).findOne({ _id: group._id }, options);
  if (waiting) {
    const all = [...waiting.names, ...names].slice(0, NAMES_KEPT);
    const count = waiting.count + names.length;
    if (await amendOutgoing(tx, { key: waiting.key, text: textOf(all, count) })) {
      await native(Welcomes).updateOne({ _id: group._id }, { $set: { names: all, count } }, options);
      return;
    }
  }
  const dueAt = new Date(
    Math.max(tx.now.getTime() + WELCOME_GATHER_MS, waiting ? waiting.dueAt.getTime() + WELCOME_EVERY_MS : 0),
  );
  const welcome = {
    key: `welcome:${group._id}:${dueAt.getTime()}`,
    dueAt,
    names: names.slice(0, NAMES_KEPT),
    count: names.length,
  };
  await native(Welcomes).replaceOne({ _id: group._id }, welcome, { ...options, upsert: true });
  await planOutgoing(tx, {
    key: welcome.key,
    groupId: group._id,
    kind: 'welcome',
    text: textOf(welcome.names, welcome.count),
    cause: {},
    dueAt,
  });
}

/** Plans the notice of a band into which a group has just grown; once a band and group, for ever. */
export async function planNotice(tx: Tx, group: GroupDoc, members: number): Promise<void> {
  const band = bandFor(members);
  if (band.notice === '' || band.from <= 1 || bandFor(group.memberCount) === band) return;
  await planOutgoing(tx, {
    key: `notice:${group._id}:${band.from}`,
    groupId: group._id,
    kind: 'welcome',
    text: bandText(band.notice, { group: group.name, members }),
    cause: {},
  });
}
