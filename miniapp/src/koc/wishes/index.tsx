import type { MemberWish } from '@kouyi/shared/contracts';
import { WISH_KIND_NAMES, WISH_STATE_NAMES, type WishState } from '@kouyi/shared/types';
import { useState } from 'react';
import { call } from '@/api/call';
import { nowMs } from '@/api/now';
import { usePages } from '@/api/use-pages';
import { useFresh } from '@/api/use-fresh';
import { TextButton } from '@/ui/buttons';
import { Card, Notice, Tag } from '@/ui/card';
import { Box } from '@/ui/elements';
import { say } from '@/ui/line';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { figure, withNumber } from '@/words/say';
import { dayAndClock } from '@/words/time';
import { Tell } from './tell';
import './index.scss';

const TONES = {
  open: 'info',
  granted: 'good',
  adopted: 'good',
  declined: 'quiet',
  withdrawn: 'quiet',
} as const satisfies Record<WishState, string>;

/** 心愿和建议: a place to say it, and what became of everything I said. */
export default function Wishes() {
  const pages = usePages('member.wishes', {});
  useFresh(pages.refresh, pages.restart);
  return (
    <Page title="心愿和建议">
      <Shown asked={pages.first}>
        {({ leftToday }) => (
          <>
            <Tell leftToday={leftToday} onTold={pages.refresh} />
            {pages.items.length === 0 ? (
              <Notice tone="quiet">说过的都会留在这里，每一条都有人看、有回音。</Notice>
            ) : (
              <>
                {pages.items.map((wish) => (
                  <One key={wish.id} wish={wish} onChanged={pages.refresh} />
                ))}
                <ListEnd pages={pages} />
              </>
            )}
          </>
        )}
      </Shown>
    </Page>
  );
}

const One = ({ wish, onChanged }: { wish: MemberWish; onChanged: () => Promise<void> }) => {
  const [busy, setBusy] = useState(false);
  const withdraw = async (): Promise<void> => {
    setBusy(true);
    const answer = await call('member.withdrawWish', { id: wish.id });
    setBusy(false);
    if (answer.ok) say('撤回了。', 'good');
    else say(withNumber(answer.refusal), 'warn');
    await onChanged();
  };
  return (
    <Card>
      <Box className="wish-head">
        <Tag tone={TONES[wish.state]}>{WISH_STATE_NAMES[wish.state]}</Tag>
        <Box className="wish-when">{`${WISH_KIND_NAMES[wish.kind]} · ${dayAndClock(wish.at, nowMs())}`}</Box>
      </Box>
      <Box className="wish-text">{wish.text}</Box>
      {wish.answer ? (
        <Said
          text={wish.answer}
          at={wish.answeredAt}
          more={wish.points && wish.points > 0 ? `谢谢你，${figure(wish.points)} 积分到账了。` : ''}
        />
      ) : null}
      {wish.followUps.map((word) => (
        <Said key={word.at + word.text} text={word.text} at={word.at} more="" />
      ))}
      {wish.state === 'open' ? (
        <TextButton busy={busy} onTap={() => void withdraw()}>
          {busy ? '正在撤回…' : '撤回'}
        </TextButton>
      ) : null}
    </Card>
  );
};

/** What the shop answered. */
const Said = ({ text, at, more }: { text: string; at: string | undefined; more: string }) => (
  <Box className="wish-answer">
    <Box>{text}</Box>
    {more ? <Box>{more}</Box> : null}
    <Box className="wish-when">{at ? `店里 · ${dayAndClock(at, nowMs())}` : '店里'}</Box>
  </Box>
);
