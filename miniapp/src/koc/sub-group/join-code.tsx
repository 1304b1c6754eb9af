import type { MySubGroup } from '@kouyi/shared/contracts';
import { address } from '@/api/address';
import { nowMs } from '@/api/now';
import { copyText } from '@/platform/clipboard';
import { canShare } from '@/platform/share';
import { QuietButton, TakeButton, TextButton } from '@/ui/buttons';
import { Card, CardHead, Notice } from '@/ui/card';
import { Box, Picture, Words } from '@/ui/elements';
import { say } from '@/ui/line';
import { withNumber } from '@/words/say';
import { dayAndClock } from '@/words/time';
import { useAlbum } from '../use-album';
import { usePicture } from '../use-picture';

type Open = MySubGroup & { joinCode: string };

/** How friends get in: a code to scan, the same in letters to be read out, and a link to paste. */
export const JoinCode = ({ group }: { group: Open }) => {
  const picture = usePicture(address('member.subGroupCode', { id: group.id }).url);
  const album = useAlbum();
  const { src } = picture;
  const copy = async (): Promise<void> => {
    const text = group.joinLink
      ? `来「${group.name}」：${group.joinLink}\n打不开就在小程序里填入群码 ${group.joinCode}`
      : `来「${group.name}」，在小程序里填入群码 ${group.joinCode}`;
    if (await copyText(text)) say('邀请复制好了，去粘贴给朋友。', 'good');
    else say(`没复制上，把入群码 ${group.joinCode} 念给朋友也行。`, 'warn');
  };
  return (
    <Card>
      <CardHead title="请朋友进群" />
      {group.qrUntil ? (
        <Notice tone="warn">{`微信群自己的二维码 ${dayAndClock(group.qrUntil, nowMs())} 到期，之后扫码要等总部换新的。`}</Notice>
      ) : null}
      <Box className="join-code">
        {src ? (
          <Picture className="join-code-picture" src={src} label={`「${group.name}」的入群码`} />
        ) : (
          <Box className="join-code-picture join-code-coming" role="status">
            {picture.refusal ? withNumber(picture.refusal) : '正在取码…'}
          </Box>
        )}
        <Box className="join-code-text">
          <Words selectable>{group.joinCode}</Words>
        </Box>
      </Box>
      <TakeButton onTap={() => void copy()}>复制邀请</TakeButton>
      {canShare ? (
        <QuietButton openType="share" onTap={() => undefined}>
          发群名片给朋友
        </QuietButton>
      ) : null}
      {src ? (
        <QuietButton
          busy={album.busy}
          onTap={() => void album.keep([{ from: 'phone', at: src, name: 'join.png' }])}
        >
          {album.busy ? '正在存…' : '保存这个码'}
        </QuietButton>
      ) : null}
      {picture.refusal ? <TextButton onTap={picture.again}>再取一次码</TextButton> : null}
      {album.sheet}
    </Card>
  );
};
