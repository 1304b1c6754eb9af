import { useState } from 'react';
import { call } from '@/api/call';
import type { Answer } from '@/api/refusal';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { usePull } from '@/platform/pull';
import { TextButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Box } from '@/ui/elements';
import { say } from '@/ui/line';
import { withNumber } from '@/words/say';
import { canProvePhone, PhoneButton } from './phone-button';

/** 手机号: given by the person's own hand, shown masked, taken back with one tap. */
export const MyPhone = () => {
  const me = useAnswer('member.me', {}, { on: session() !== undefined });
  usePull(me.refresh);
  const [busy, setBusy] = useState(false);
  const phone = me.value?.phone;
  // A browser can't prove a number; one that WeChat proved can be taken back everywhere.
  if (!me.value || (phone === undefined && !canProvePhone)) return null;
  const change = async (ask: Promise<Answer<unknown>>, done: string): Promise<void> => {
    setBusy(true);
    const answer = await ask;
    setBusy(false);
    if (!answer.ok) return say(withNumber(answer.refusal), 'warn');
    await me.refresh();
    say(done, 'good');
  };
  return (
    <Card>
      <CardHead title="手机号" aside={phone} />
      <Box className="data-line">
        {phone === undefined
          ? '确认以后，你在别处用过的身份能认成同一个你，券和积分不会散在两边。不打电话，不发营销短信。'
          : '加密保存，只用来认出是同一个你。'}
      </Box>
      {phone === undefined ? (
        <PhoneButton
          busy={busy}
          onCode={(code) => void change(call('member.givePhone', { code }), '手机号记下了。')}
        />
      ) : (
        <TextButton
          disabled={busy}
          onTap={() => void change(call('member.takeBackPhone', {}), '手机号删掉了。')}
        >
          删掉手机号
        </TextButton>
      )}
    </Card>
  );
};
