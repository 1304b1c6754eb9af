import { useState } from 'react';
import { CONSENT_SHORT, CONSENT_VERSION } from '@/account/privacy/text';
import { call } from '@/api/call';
import type { Answer } from '@/api/refusal';
import { beginSession, type Session } from '@/api/session';
import { sendWaiting } from '@/api/taps';
import { useAnswer } from '@/api/use-answer';
import { hasWeChatLogin, weChatCode } from '@/platform/login';
import { go, PAGES, placeToReturnTo, restartAt } from '@/platform/navigate';
import { PrimaryButton } from '@/ui/buttons';
import { Card, Notice } from '@/ui/card';
import { Box, Heading, Tap, Words } from '@/ui/elements';
import { hush, say } from '@/ui/line';
import { Mark } from '@/ui/mark';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { withNumber } from '@/words/say';
import { MemberPicker } from './member-picker';
import './index.scss';

/** Begins what a sign-in brought, or says why it brought nothing. */
const enter = (answer: Answer<Session>): void => {
  if (!answer.ok) {
    say(withNumber(answer.refusal), 'warn');
    return;
  }
  hush();
  beginSession(answer.value);
  void sendWaiting();
  restartAt(placeToReturnTo());
};

/** 登录: who we are, what is kept in three lines, one tick, one button. */
export default function SignIn() {
  const welcome = useAnswer('staffSession.welcome', {});
  const [agreed, setAgreed] = useState(false);
  const [busy, setBusy] = useState(false);
  const withConsent = async (signIn: () => Promise<Answer<Session>>): Promise<void> => {
    if (busy) return;
    if (!agreed) {
      say('先看看上面三行，同意的话打个勾。', 'warn');
      return;
    }
    setBusy(true);
    enter(await signIn());
    setBusy(false);
  };
  const byWeChat = async (): Promise<Answer<Session>> => {
    const code = await weChatCode();
    if (code === undefined)
      return {
        ok: false,
        refusal: { code: 'wechat_no_code', message: '微信没有给出登录凭证，再点一次试试。', status: 0 },
      };
    return call('memberAuth.signIn', { code, consent: CONSENT_VERSION });
  };
  return (
    <Page title="登录" ownHead open>
      <Box className="sign-in-head">
        <Mark size="l" />
        <Heading level={1} className="sign-in-title">
          {welcome.value ? `${welcome.value.brandName}会员福利` : '会员福利'}
        </Heading>
        <Box className="sign-in-line">群里扣个 1 就算参加，领到什么这里都写着。</Box>
      </Box>
      <Card>
        <Box className="consent" role="list">
          {CONSENT_SHORT.map((line) => (
            <Box key={line} className="consent-line" role="listitem">
              {line}
            </Box>
          ))}
        </Box>
        <Box className="consent-agree">
          <Tap kind="checkbox" on={agreed} className="consent-tick" onTap={() => setAgreed(!agreed)}>
            <Words className={`consent-box ${agreed ? 'consent-box-on' : ''}`}>{agreed ? '✓' : ''}</Words>
            <Words>我看过了，同意</Words>
          </Tap>
          <Tap className="consent-full" onTap={() => go(PAGES.privacy)}>
            看全文 ›
          </Tap>
        </Box>
        {hasWeChatLogin ? (
          <PrimaryButton busy={busy} onTap={() => void withConsent(byWeChat)}>
            {busy ? '正在登录…' : '用微信登录'}
          </PrimaryButton>
        ) : null}
      </Card>
      {hasWeChatLogin ? null : (
        <Shown asked={welcome}>
          {({ demo }) =>
            demo ? (
              <MemberPicker
                busy={busy}
                onPick={(personId) =>
                  void withConsent(() =>
                    call('memberAuth.demoSignIn', { personId, consent: CONSENT_VERSION }),
                  )
                }
              />
            ) : (
              <Notice tone="info">请在微信里打开这个小程序登录。网页版只用来试用演示品牌。</Notice>
            )
          }
        </Shown>
      )}
    </Page>
  );
}
