import { Button } from '@tarojs/components';
import type { PhoneButtonProps } from './phone-button';

export const canProvePhone = true;

/** WeChat's own button: asks the person, and hands over a code that only our server can read. */
export const PhoneButton = ({ busy, onCode }: PhoneButtonProps) => (
  <Button
    className={`tap button button-quiet ${busy ? 'button-busy' : ''}`}
    hoverClass="tap-held"
    openType="getPhoneNumber"
    disabled={busy}
    onGetPhoneNumber={({ detail }) => {
      // Without a code the person said no, which is an answer, too.
      const { code } = detail as { code?: string };
      if (code) onCode(code);
    }}
  >
    {busy ? '正在确认…' : '用微信确认手机号'}
  </Button>
);
