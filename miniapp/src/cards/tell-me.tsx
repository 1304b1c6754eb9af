import { useState } from 'react';
import { call } from '@/api/call';
import { newRequestKey } from '@/api/taps';
import { useAnswerOnce } from '@/api/use-answer-once';
import { askSubscribe, canSubscribe } from '@/platform/subscribe';
import { QuietButton } from '@/ui/buttons';
import { Box } from '@/ui/elements';
import { say } from '@/ui/line';
import { withNumber } from '@/words/say';
import './tell-me.scss';

interface Props {
  /** What the button says: 寄出时用微信告诉我. */
  ask: string;
  /** What stands there once the person agreed. */
  agreed: string;
}

/** Asks for one WeChat message about what one is waiting for; nothing where WeChat can't be asked. */
export const TellMe = (props: Props) => (canSubscribe ? <Ask {...props} /> : null);

/** WeChat allows one message for each time the person agrees. */
const Ask = ({ ask, agreed }: Props) => {
  const template = useAnswerOnce('member.subscribing', {})?.templateId;
  const [done, setDone] = useState(false);
  if (!template) return null;
  const agree = async (): Promise<void> => {
    if (!(await askSubscribe(template))) return say('好，不打扰你，来这里随时能看到。');
    const counted = await call('member.subscribe', { templateId: template, requestKey: newRequestKey() });
    if (!counted.ok) return say(withNumber(counted.refusal), 'warn');
    setDone(true);
  };
  return done ? (
    <Box className="tell-me" role="status">
      {agreed}
    </Box>
  ) : (
    <QuietButton onTap={() => void agree()}>{ask}</QuietButton>
  );
};
