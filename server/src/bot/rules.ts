import { type ChannelEvent, channelEvent } from '@kouyi/shared/contracts';
import { type Decision, accept, decline } from '../kernel/decision';
import { refusals } from '../kernel/refusals';
import type { GroupFacts } from '../groups';

export const refuse = refusals({
  event_malformed: { zh: '第 {field} 项缺失或格式不对，这条没有收下。', en: 'event does not parse' },
  text_too_long: { zh: '这条消息太长（最多 4000 字），没有收下。', en: 'text too long' },
  group_unknown: { zh: '没有这个群，先在「群」里登记，或检查群编号。', en: 'unknown group' },
  event_from_future: { zh: '消息时间在未来，检查发送端的时钟。', en: 'event time is in the future' },
  event_too_old: { zh: '消息超过 30 天了，不再收。', en: 'event time is too long ago' },
  still_deciding: {
    zh: '人太多，你的消息已经收到，还在排队。{seconds} 秒后再看，不会重复计数。',
    en: 'stored, not decided yet',
    status: 503,
  },
  bot_cannot_read: {
    zh: '这个群里机器人看不到消息，请发小程序卡片，让群友在卡片里扣 1。',
    en: 'channel can not read this group',
  },
});

/** A sender's clock may be this much ahead of ours. */
export const FUTURE_MS = 2 * 60_000;
/** Redelivery beyond this is not a redelivery any more. */
export const OLDEST_MS = 30 * 86_400_000;

/** Whether one event of a channel is taken. Refusals: see above; nothing is stored for a refused one. */
export function readEvent(
  raw: unknown,
  facts: { now: Date; channel: string; groupOf: (channelGroupId: string) => GroupFacts | undefined },
): Decision<{ event: ChannelEvent; group: GroupFacts; at: Date }> {
  const parsed = channelEvent.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = issue.path.join('.') || 'event';
    return decline(
      field === 'text' && issue.code === 'too_big'
        ? refuse('text_too_long', { field })
        : refuse('event_malformed', { field, details: { field } }),
    );
  }
  const event = parsed.data;
  const at = new Date(event.at);
  const group = facts.groupOf(event.groupId);
  if (!group)
    return decline(refuse('group_unknown', { field: 'groupId', details: { groupId: event.groupId } }));
  if (!group.capabilities.read) return decline(refuse('bot_cannot_read', { field: 'groupId' }));
  if (at.getTime() > facts.now.getTime() + FUTURE_MS)
    return decline(refuse('event_from_future', { field: 'at' }));
  if (at.getTime() < facts.now.getTime() - OLDEST_MS)
    return decline(refuse('event_too_old', { field: 'at' }));
  return accept({ event, group, at });
}
