import type { TodayMessage as Message } from '@kouyi/shared/contracts';
import { TODAY_KIND_NAMES } from '@kouyi/shared/types';
import { useState } from 'react';
import { copyText } from '@/platform/clipboard';
import { go, materialPage } from '@/platform/navigate';
import { QuietButton, TextButton } from '@/ui/buttons';
import { Tag } from '@/ui/card';
import { Box, Heading, Words } from '@/ui/elements';
import { say } from '@/ui/line';
import { markCopied, wasCopied } from './copied';
import './today-message.scss';

interface Props {
  message: Message;
  /** Where it is sent, when that is not plain from the page. */
  groupName?: string;
  /** Only the beginning of the text is shown; copied is all of it. */
  short?: boolean;
  /** It was copied just now. */
  onCopied?: () => void;
}

/** A message to send today: why today, the text as it is, and one tap to have it on the clipboard. */
export const TodayMessage = ({ message, groupName, short, onCopied }: Props) => {
  const [copied, setCopied] = useState(() => wasCopied(message.id));
  const copy = async (): Promise<void> => {
    if (!(await copyText(message.text))) return say('没复制上，长按文字也能选。', 'warn');
    markCopied(message.id);
    setCopied(true);
    onCopied?.();
    say(groupName ? `复制好了，去「${groupName}」粘贴。` : '复制好了，去群里粘贴。', 'good');
  };
  const { materialId } = message;
  return (
    <Box className="message">
      <Box className="message-head">
        <Heading level={3} className="message-title">
          {message.title}
        </Heading>
        <Tag tone={copied ? 'good' : 'info'}>{copied ? '✓ 复制过' : TODAY_KIND_NAMES[message.kind]}</Tag>
      </Box>
      <Box className="message-why">{groupName ? `发到「${groupName}」· ${message.why}` : message.why}</Box>
      <Box className="message-text">
        <Box className={short ? 'message-short' : ''}>
          <Words selectable>{message.text}</Words>
        </Box>
      </Box>
      <QuietButton onTap={() => void copy()} label={`复制：${message.title}`}>
        {copied ? '再复制一次' : '复制'}
      </QuietButton>
      {materialId ? (
        <TextButton onTap={() => go(materialPage(materialId))}>配图和海报在素材里 ›</TextButton>
      ) : null}
    </Box>
  );
};
