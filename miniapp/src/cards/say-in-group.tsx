import { useCallback, useEffect, useState } from 'react';
import { copyText } from '@/platform/clipboard';
import { QuietButton } from '@/ui/buttons';
import { Box } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { Sheet } from '@/ui/sheet';
import './say-in-group.scss';

interface Props {
  trigger: string;
  groups: readonly { id: string; name: string; botCanPost: boolean }[];
  onClose: () => void;
}

/** How to take part in a group: puts the words on the clipboard and names the groups. */
export const SayInGroup = ({ trigger, groups, onClose }: Props) => {
  const [copied, setCopied] = useState(false);
  const copy = useCallback(() => void copyText(trigger).then(setCopied), [trigger]);
  useEffect(copy, [copy]);
  return (
    <Sheet title={`去群里发「${trigger}」`} onClose={onClose}>
      <Box className="say-bubble">{trigger}</Box>
      <Box className="sheet-text">
        {copied
          ? '已经帮你复制好了。打开下面任意一个群，粘贴发出去就算参加。'
          : `打开下面任意一个群，发「${trigger}」就算参加。`}
      </Box>
      <List label="可以参加的群">
        {groups.map((group) => (
          <Row
            key={group.id}
            title={group.name}
            line={group.botCanPost ? undefined : '机器人在这个群只数不说话，发完回这里看算没算'}
          />
        ))}
      </List>
      <QuietButton onTap={copy}>{copied ? '再复制一次' : '复制'}</QuietButton>
    </Sheet>
  );
};
