import { KOC_TIER_NAMES, RIGHT_CLAIM_STATE_NAMES } from '@kouyi/shared/types';
import { useCallback, useState } from 'react';
import { nowMs } from '@/api/now';
import type { AnswerOf } from '@/api/routes';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { usePages } from '@/api/use-pages';
import { TellMe } from '@/cards/tell-me';
import { go, PAGES } from '@/platform/navigate';
import { QuietButton } from '@/ui/buttons';
import { Card, CardHead, Notice, Tag } from '@/ui/card';
import { List, Row } from '@/ui/list';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { figure } from '@/words/say';
import { dayAndClock } from '@/words/time';
import { useFresh } from '@/api/use-fresh';
import type { MyRight } from '../shapes';
import { RightSheet } from './right-sheet';
import { CLAIM_TONES } from './tones';

/** 我的权益: what my tier brings me, how much of it is left, where each claim is, and what the next tier would add. */
export default function Rights() {
  const asked = useAnswer('member.rights', {}, { on: session() !== undefined });
  const claims = usePages('member.rightClaims', {});
  const { refresh } = asked;
  const refreshClaims = claims.refresh;
  const again = useCallback(async (): Promise<void> => {
    await Promise.all([refresh(), refreshClaims()]);
  }, [refresh, refreshClaims]);
  useFresh(again, () => Promise.all([refresh(), claims.restart()]));
  const coming = claims.first.loading && asked.refusal === undefined;
  return (
    <Page title="我的权益">
      {/* What was claimed stands below: coming first, it would be pushed away. */}
      <Shown asked={{ ...asked, loading: asked.loading || coming }} skeleton={{ rows: 6 }}>
        {(value) => (
          <>
            {value.items.length === 0 ? (
              <Empty title={value.tier ? '这一级还没有权益' : '权益是给 KOC 的'} line={value.words}>
                <QuietButton onTap={() => go(PAGES.koc)}>看看我走到哪一步了</QuietButton>
              </Empty>
            ) : (
              <Notice tone="quiet">{value.words}</Notice>
            )}
            {value.items.length > 0 ? <Mine items={value.items} onChanged={again} /> : null}
            <Later later={value.later} known={value.tier !== undefined} />
          </>
        )}
      </Shown>
      {claims.items.length > 0 && !asked.loading ? (
        <>
          <Card>
            <CardHead title="领过的" />
            <List label="领过的">
              {claims.items.map((claim) => (
                <Row
                  key={claim.id}
                  title={claim.gives}
                  line={`${dayAndClock(claim.at, nowMs())} · ${claim.words}`}
                  aside={<Tag tone={CLAIM_TONES[claim.state]}>{RIGHT_CLAIM_STATE_NAMES[claim.state]}</Tag>}
                />
              ))}
            </List>
            {claims.items.some(({ state }) => state === 'requested' || state === 'approved') ? (
              <TellMe ask="有结果时用微信告诉我" agreed="好的，有结果就用微信告诉你。" />
            ) : null}
          </Card>
          <ListEnd pages={claims} />
        </>
      ) : null}
    </Page>
  );
}

const Mine = ({ items, onChanged }: { items: readonly MyRight[]; onChanged: () => Promise<void> }) => {
  const [open, setOpen] = useState<string>();
  const close = useCallback(() => setOpen(undefined), []);
  const chosen = items.find(({ id }) => id === open);
  return (
    <Card>
      <CardHead title="这一级的权益" aside={`${figure(items.length)} 项`} />
      <List label="这一级的权益">
        {items.map((right) => (
          <Row
            key={right.id}
            title={right.gives}
            line={`${right.name} · ${right.often}，还剩 ${figure(right.left)} 次`}
            aside={<Standing right={right} />}
            onTap={() => setOpen(right.id)}
          />
        ))}
      </List>
      {chosen ? <RightSheet right={chosen} onClose={close} onChanged={onChanged} /> : null}
    </Card>
  );
};

/** Whether it can be claimed now; else where the latest claim is. */
const Standing = ({ right: { mayClaim, latest } }: { right: MyRight }) => {
  if (mayClaim) return <Tag tone="good">可以领</Tag>;
  if (latest) return <Tag tone={CLAIM_TONES[latest.state]}>{RIGHT_CLAIM_STATE_NAMES[latest.state]}</Tag>;
  return <Tag tone="quiet">还不能领</Tag>;
};

const Later = ({ later, known }: { later: AnswerOf<'member.rights'>['later']; known: boolean }) =>
  later.length === 0 ? null : (
    <Card>
      <CardHead title={known ? '再往上还有' : '成为 KOC 以后有'} />
      <List label="以后的权益">
        {later.map((right) => (
          <Row
            key={right.id + right.tier}
            title={right.gives}
            line={`${right.name} · ${right.often}`}
            aside={<Tag tone="quiet">{KOC_TIER_NAMES[right.tier]}</Tag>}
          />
        ))}
      </List>
    </Card>
  );
