import { useMemo, useReducer } from 'react';
import type { AnswerOf } from '@/api/routes';
import { session } from '@/api/session';
import { type Asked, useAnswer } from '@/api/use-answer';
import { useFresh } from '@/api/use-fresh';
import { nowMs } from '@/api/now';
import { go, PAGES } from '@/platform/navigate';
import { TextButton } from '@/ui/buttons';
import { Card, CardHead, Tag } from '@/ui/card';
import { Box } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { figure } from '@/words/say';
import { dayAndClock } from '@/words/time';
import { wasCopied } from '../copied';
import { TodayMessage } from '../today-message';
import './today.scss';

/** So many messages stand here in full; the others wait in their groups. */
const MESSAGES_SHOWN = 2;
/** So many rights stand here by name; more of them are one line. */
const RIGHTS_SHOWN = 2;

/** What today is made of, each as its own page asks for it. */
interface TodayParts {
  groups: Asked<AnswerOf<'member.subGroups'>>;
  lists: Asked<AnswerOf<'member.checklists'>>;
  moments: Asked<AnswerOf<'member.moments'>>;
  rights: Asked<AnswerOf<'member.rights'>>;
  /** Something of it is on its way for the first time. */
  coming: boolean;
}

/** Asks for everything that today is made of, anew whenever the page comes to the front. */
export const useTodayParts = (): TodayParts => {
  const on = session() !== undefined;
  const groups = useAnswer('member.subGroups', {}, { on });
  const lists = useAnswer('member.checklists', {}, { on });
  const moments = useAnswer('member.moments', {}, { on });
  const rights = useAnswer('member.rights', {}, { on });
  const parts = [groups, lists, moments, rights];
  useFresh(() => Promise.all(parts.map(({ refresh }) => refresh())));
  return { groups, lists, moments, rights, coming: parts.some(({ loading }) => loading) };
};

/**
 * 今天: what to send, what to prepare, what I am invited to, what I may claim. A part that does not come is left out,
 * its own page says why.
 */
export const Today = ({ parts: { groups, lists, moments, rights } }: { parts: TodayParts }) => {
  // What is copied now keeps its place until the page is looked at again.
  const messages = useMemo(
    () =>
      (groups.value?.items ?? [])
        .flatMap((group) => group.today.map((message) => ({ message, groupName: group.name })))
        .sort((a, b) => Number(wasCopied(a.message.id)) - Number(wasCopied(b.message.id))),
    [groups.value],
  );
  const [, countAgain] = useReducer((times: number) => times + 1, 0);
  const open = (lists.value?.items ?? []).filter((list) => list.done < list.total);
  const coming = moments.value?.items ?? [];
  const claimable = (rights.value?.items ?? []).filter((right) => right.mayClaim);
  const fresh = messages.filter(({ message }) => !wasCopied(message.id)).length;
  const toDo = fresh + open.length + claimable.length;
  return (
    <Card>
      <CardHead title="今天" aside={toDo > 0 ? `${figure(toDo)} 件可以做` : '都做完了'} />
      {messages.length + open.length + coming.length + claimable.length === 0 ? (
        <Box className="today-none">今天没有安排，去群里聊两句就很好。</Box>
      ) : null}
      <Box>
        {messages.slice(0, MESSAGES_SHOWN).map(({ message, groupName }) => (
          <TodayMessage
            key={message.id}
            message={message}
            groupName={groupName}
            short
            onCopied={countAgain}
          />
        ))}
      </Box>
      {messages.length > MESSAGES_SHOWN ? (
        <TextButton onTap={() => go(PAGES.subGroups)}>
          {`还有 ${figure(messages.length - MESSAGES_SHOWN)} 条，去子群里看`}
        </TextButton>
      ) : null}
      <List label="今天还可以">
        {open.map((list) => (
          <Row
            key={list.id}
            title={list.title}
            line={list.dueAt ? `清单 · ${dayAndClock(list.dueAt, nowMs())} 前做完` : '清单'}
            aside={
              <Tag tone={list.overdue ? 'warn' : 'info'}>{`还差 ${figure(list.total - list.done)} 项`}</Tag>
            }
            onTap={() => go(PAGES.checklists)}
          />
        ))}
        {coming.map((moment) => (
          <Row
            key={moment.id}
            title={moment.title}
            line={`专属时刻 · ${dayAndClock(moment.startAt, nowMs())}${moment.place ? ` · ${moment.place}` : ''}`}
            onTap={() => go(PAGES.moments)}
          />
        ))}
        {claimable.slice(0, RIGHTS_SHOWN).map((right) => (
          <Row
            key={right.id}
            title={right.gives}
            line={`权益 · ${right.often}，还能领 ${figure(right.left)} 次`}
            aside={<Tag tone="good">可以领</Tag>}
            onTap={() => go(PAGES.rights)}
          />
        ))}
        {claimable.length > RIGHTS_SHOWN ? (
          <Row
            title={`还有 ${figure(claimable.length - RIGHTS_SHOWN)} 项权益可以领`}
            onTap={() => go(PAGES.rights)}
          />
        ) : null}
      </List>
    </Card>
  );
};
