import { parseSentence } from '@kouyi/shared/rules/sentence';
import { tidyText } from '@kouyi/shared/rules/text';
import type { ActivityRule } from '@kouyi/shared/types';
import { conflictsOf, createActivity, type Incoming, launchActivity, wordsOf } from '../activities';
import { groupDirectory } from '../groups';
import type { StaffActor } from '../kernel/actor';
import { now } from '../kernel/clock';
import type { Tx } from '../kernel/command';
import { log } from '../kernel/log';
import { Refusal } from '../kernel/refusals';
import { native } from '../kernel/store';
import { planOutgoing } from '../gate';
import { staffDirectory } from '../org';
import { PendingSentences } from './model';

/** How a member of staff begins a sentence to the bot; ordinary talk must not become an activity. */
const COMMAND = /^(?:建活动|开活动|新活动)[\s:：,，]*(.+)$/s;
const CONFIRM = /^确认[。.!！]?$/;
const CANCEL = /^(?:取消|作罢)[。.!！]?$/;
const CONFIRM_WITHIN_MS = 10 * 60_000;

/** A message that is a command of somebody who may give it. */
interface StaffMessage {
  readonly incoming: Incoming;
  readonly staff: StaffActor;
  readonly kind: 'sentence' | 'confirm' | 'cancel';
  readonly sentence: string;
}

/** Commands of staff in a batch: a sentence becomes a draft, 确认 launches it, 取消 drops it. */
export function planSentences(
  messages: readonly Incoming[],
): Promise<{ write(tx: Tx): Promise<void> } | undefined> {
  const commands = messages.flatMap(asCommand);
  if (commands.length === 0) return Promise.resolve(undefined);
  return Promise.resolve({
    async write(tx: Tx) {
      for (const command of commands) await answer(tx, command);
    },
  });
}

/** Whether a message may be a command, so that it must be decided. */
export const isFromStaff = (userId: string): boolean => staffDirectory.isStaffUser(userId);

function asCommand(incoming: Incoming): StaffMessage[] {
  const staff = staffDirectory.byChannelUser(incoming.userId);
  if (!staff) return [];
  const text = tidyText(incoming.text);
  const sentence = COMMAND.exec(text)?.[1];
  if (sentence !== undefined) return [{ incoming, staff, kind: 'sentence', sentence }];
  if (CONFIRM.test(text)) return [{ incoming, staff, kind: 'confirm', sentence: '' }];
  if (CANCEL.test(text)) return [{ incoming, staff, kind: 'cancel', sentence: '' }];
  return [];
}

/** Runs one command on behalf of its author and says in the group what came of it. */
async function answer(tx: Tx, command: StaffMessage): Promise<void> {
  const { incoming } = command;
  let text: string | undefined;
  try {
    text = await run(tx, command);
  } catch (error) {
    // A refusal comes before anything is written; anything else must fail the batch.
    if (!(error instanceof Refusal)) throw error;
    log.info({ code: error.code, staff: command.staff.staffId }, 'command in a group refused');
    text = `没有办成：${error.message_zh}`;
  }
  if (text === undefined) return;
  await planOutgoing(tx, {
    key: `sentence:${incoming.messageId}`,
    groupId: incoming.group.id,
    kind: 'reply',
    text,
    cause: { messageId: incoming.messageId },
  });
}

const pendingId = ({ incoming, staff }: StaffMessage): string => `${incoming.group.id}:${staff.staffId}`;

async function run(tx: Tx, command: StaffMessage): Promise<string | undefined> {
  if (command.kind === 'sentence') return draftFrom(tx, command);
  const { session } = tx;
  const _id = pendingId(command);
  const pending = await native(PendingSentences).findOne({ _id, expireAt: { $gt: now() } }, { session });
  // 确认 and 取消 are everyday words: without a draft that waits they mean nothing to the bot.
  if (!pending) return undefined;
  if (command.kind === 'confirm') {
    const doc = await launchActivity.as(tx, command.staff, { id: pending.activityId, acceptConflicts: true });
    await native(PendingSentences).deleteOne({ _id }, { session });
    return doc.state === 'running' ? `「${doc.title}」开始了。` : `「${doc.title}」排好了，到点自动开始。`;
  }
  await native(PendingSentences).deleteOne({ _id }, { session });
  return '好，这个先不办，草稿留在后台。';
}

/** Overlaps are seen before 确认, because 确认 accepts them. */
function conflictLine(id: string, rule: ActivityRule): string {
  const lines = conflictsOf(id, rule).map(
    ({ title, triggers, wins }) =>
      `「${title}」也在听「${triggers.join('、')}」，重叠时算给${wins ? '这个新活动' : `「${title}」`}。`,
  );
  return lines.length === 0 ? '' : `\n注意：${lines.slice(0, 3).join('')}`;
}

async function draftFrom(tx: Tx, command: StaffMessage): Promise<string> {
  const { incoming, staff } = command;
  const groups = [...groupDirectory.all()].map(({ id, name, tags }) => ({ id, name, tags: [...tags] }));
  const result = parseSentence(command.sentence, {
    now: incoming.at,
    groups,
    tags: [...new Set(groups.flatMap((group) => group.tags))],
  });
  if (result.refusals.length > 0)
    return `没有办成：${result.refusals.map((refusal) => refusal.message).join('；')}`;
  // Said in a group and naming none: this one.
  const questions = result.questions.filter((question) => !question.field.startsWith('where'));
  if (!result.draft || questions.length > 0) {
    return `还差一点：${questions.map(({ question }) => question).join('；') || '没听懂'}。补全后再发一次。`;
  }
  const hereOnly = questions.length < result.questions.length || !result.draft.where;
  const rule = {
    ...result.draft,
    ...(hereOnly
      ? {
          where: {
            everywhere: false,
            groupIds: [incoming.group.id],
            tags: [],
            unitIds: [],
            exceptGroupIds: [],
          },
        }
      : {}),
  } as ActivityRule;
  const doc = await createActivity.as(tx, staff, { rule, requestKey: incoming.messageId });
  await native(PendingSentences).replaceOne(
    { _id: pendingId(command) },
    { activityId: doc._id, expireAt: new Date(tx.now.getTime() + CONFIRM_WITHIN_MS) },
    { upsert: true, session: tx.session },
  );
  const told = wordsOf(doc.rule)
    .filter(({ part }) => ['kind', 'time', 'where', 'trigger', 'limit', 'reward'].includes(part))
    .map(({ line }) => line)
    .join('');
  return `${told}${conflictLine(doc._id, doc.rule)}\n回「确认」上线，回「取消」作罢。`;
}
