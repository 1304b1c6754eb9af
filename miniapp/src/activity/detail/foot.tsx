import type { ActivityCard } from '@kouyi/shared/contracts';
import { useCallback, useState } from 'react';
import type { NextStep } from '@/cards/next-step';
import { hereLabel } from '@/cards/next-step';
import { SayInGroup } from '@/cards/say-in-group';
import { useJoin } from '@/cards/use-join';
import { activityPage, boxPage, go, PAGES } from '@/platform/navigate';
import { copyText } from '@/platform/clipboard';
import { canShare, linkTo } from '@/platform/share';
import { PrimaryButton, QuietButton } from '@/ui/buttons';
import { List, Row } from '@/ui/list';
import { say } from '@/ui/line';
import { Sheet } from '@/ui/sheet';

interface Props {
  card: ActivityCard;
  step: NextStep;
  /** The option that was chosen, of a vote or quiz. */
  choice?: string;
  relayText: string;
  question?: string;
  onJoined: () => void;
}

/** The one thing to do about an activity, at the foot of its page. */
export const Foot = (props: Props) => {
  const { card, step } = props;
  if (step.kind === 'here') return <JoinHere {...props} groups={step.groups} />;
  if (step.kind === 'in_group') return <JoinInGroup card={card} groups={step.groups} />;
  const { boxId } = card;
  if (step.kind === 'done' && boxId !== undefined)
    return <PrimaryButton onTap={() => go(boxPage(boxId))}>去开盲盒</PrimaryButton>;
  if (step.kind === 'done' && card.kind === 'coupon_grab')
    return <QuietButton onTap={() => go(PAGES.coupons)}>去看我的优惠券</QuietButton>;
  if (step.kind === 'done' && card.kind === 'check_in')
    return <QuietButton onTap={() => go(PAGES.checkIn)}>看我的打卡日历</QuietButton>;
  return <Share card={card} />;
};

const JoinHere = ({
  card,
  groups,
  choice,
  relayText,
  onJoined,
}: Props & { groups: ActivityCard['groups'] }) => {
  const { join, busy } = useJoin(card.id, onJoined);
  const [asking, setAsking] = useState(false);
  const close = useCallback(() => setAsking(false), []);
  const text = textOf(card, choice, relayText);
  const send = (groupId: string): void => {
    setAsking(false);
    if (text !== undefined) void join({ groupId, text });
  };
  const only = groups.length === 1 ? groups[0] : undefined;
  return (
    <>
      <PrimaryButton
        busy={busy}
        disabled={busy || text === undefined}
        onTap={() => (only ? send(only.id) : setAsking(true))}
      >
        {busy ? '正在送出…' : text === undefined ? needLabel(card) : hereLabel(text)}
      </PrimaryButton>
      {asking ? (
        <Sheet title="算在哪个群里？" onClose={close}>
          <List label="我的群">
            {groups.map((group) => (
              <Row key={group.id} title={group.name} onTap={() => send(group.id)} />
            ))}
          </List>
        </Sheet>
      ) : null}
    </>
  );
};

const needLabel = (card: ActivityCard): string =>
  card.kind === 'relay' ? '先写上你要接的' : '先在上面选一个';

/** What is sent as if typed in the group; undefined while something is missing. */
const textOf = (card: ActivityCard, choice: string | undefined, relayText: string): string | undefined => {
  if (card.kind === 'vote' || card.kind === 'quiz') return choice;
  if (card.kind !== 'relay') return card.trigger;
  const written = relayText.trim();
  return written ? `${card.trigger} ${written}` : undefined;
};

const JoinInGroup = ({ card, groups }: { card: ActivityCard; groups: ActivityCard['groups'] }) => {
  const [showing, setShowing] = useState(false);
  const close = useCallback(() => setShowing(false), []);
  const choosing = card.kind === 'vote' || card.kind === 'quiz';
  return (
    <>
      <PrimaryButton onTap={() => setShowing(true)}>
        {choosing ? '去群里发你选的那个' : `去群里发「${card.trigger}」`}
      </PrimaryButton>
      {showing && !choosing ? <SayInGroup trigger={card.trigger} groups={groups} onClose={close} /> : null}
      {showing && choosing ? (
        <Sheet title="去群里发你选的那个" onClose={close}>
          <List label="可以参加的群">
            {groups.map((group) => (
              <Row key={group.id} title={group.name} line="选项前面的字，就是要发的" />
            ))}
          </List>
        </Sheet>
      ) : null}
    </>
  );
};

/** Passing it on. Never rewarded: WeChat forbids it, and we do too. */
const Share = ({ card }: { card: ActivityCard }) =>
  canShare ? (
    <QuietButton openType="share">告诉群里的朋友</QuietButton>
  ) : (
    <QuietButton
      onTap={() =>
        void copyText(linkTo(activityPage(card.id))).then((done) =>
          done
            ? say('链接复制好了，发给群里的朋友吧。', 'good')
            : say('没复制上，从地址栏复制也行。', 'warn'),
        )
      }
    >
      复制链接给朋友
    </QuietButton>
  );
