import { amendOutgoing, planOutgoing } from '../gate';
import { bandFor, type GroupFacts } from '../groups';
import type { Tx } from '../kernel/command';
import { native } from '../kernel/store';
import { Welcomes } from './model';
import { bandText, dueAfter, NAMES_SAID } from './rules';

/**
 * Plans the band's welcome for these names. Those who arrive while a welcome still waits join it, so that a group
 * hears one line, not one per person; the next welcome of the group comes 30 s later at the earliest.
 */
export async function planWelcome(
  tx: Tx,
  group: GroupFacts,
  { names, members }: { names: readonly string[]; members: number },
): Promise<void> {
  const { welcomeText } = bandFor(members);
  if (names.length === 0 || welcomeText === '') return;
  const textOf = (all: readonly string[], count: number) =>
    bandText(welcomeText, { names: all, count, group: group.name, members });

  const options = { session: tx.session };
  const last = await native(Welcomes).findOne({ _id: group.id }, options);
  if (last) {
    const all = [...last.names, ...names].slice(0, NAMES_SAID);
    const count = last.count + names.length;
    if (await amendOutgoing(tx, { key: last.key, text: textOf(all, count) })) {
      await native(Welcomes).updateOne({ _id: group.id }, { $set: { names: all, count } }, options);
      return;
    }
  }
  const dueAt = dueAfter(tx.now, last?.dueAt);
  const welcome = {
    key: `welcome:${group.id}:${dueAt.getTime()}`,
    dueAt,
    names: names.slice(0, NAMES_SAID),
    count: names.length,
  };
  await native(Welcomes).replaceOne({ _id: group.id }, welcome, { ...options, upsert: true });
  await planOutgoing(tx, {
    key: welcome.key,
    groupId: group.id,
    kind: 'welcome',
    text: textOf(welcome.names, welcome.count),
    cause: {},
    dueAt,
  });
}

/** Plans the notice of a band into which a group has just grown; once a band and group, for ever. */
export async function planNotice(
  tx: Tx,
  group: GroupFacts,
  { before, members }: { before: number; members: number },
): Promise<void> {
  const band = bandFor(members);
  if (members <= before || band.notice === '' || band.from <= 1 || bandFor(before) === band) return;
  await planOutgoing(tx, {
    key: `notice:${group.id}:${band.from}`,
    groupId: group.id,
    kind: 'welcome',
    text: bandText(band.notice, { group: group.name, members }),
    cause: {},
  });
}
