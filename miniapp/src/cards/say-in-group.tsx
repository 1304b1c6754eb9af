import { useCallback, useState } from 'react';
import { copyText } from '@/platform/share';
import { QuietButton } from '@/ui/buttons';
import { Box } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { Sheet } from '@/ui/sheet';
import './say-in-group.scss';

interface Props {
  trigger: string;
  groups: readonly { id: string; name: string }[];
  onClose: () => void;
}

/** How to take part in a group: the words are on the clipboard, these are the groups. */
export const SayInGroup = ({ trigger, groups, onClose }: Props) => {
  const [copied, setCopied] = useState(true);
  const again = useCallback(() => void copyText(trigger).then(setCopied), [trigger]);
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
          <Row key={group.id} title={group.name} />
        ))}
      </List>
      <QuietButton onTap={again}>再复制一次</QuietButton>
    </Sheet>
  );
};
