import { useCallback, useState } from 'react';
import { go, PAGES } from '@/platform/navigate';
import { QuietButton, TextButton } from '@/ui/buttons';
import { Card } from '@/ui/card';
import { Chips } from '@/ui/chips';
import { Box } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { Page } from '@/ui/page';
import { Search } from '@/ui/search';
import { Sheet } from '@/ui/sheet';
import { Empty } from '@/ui/states';
import { ABOUT, type About, type Topic, topicsFor } from './topics';

/** 遇到问题: the situation one is in, in a few words, and what to do about it; found by its kind or by any word. */
export default function Help() {
  const [about, setAbout] = useState<About>('often');
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState<Topic>();
  const close = useCallback(() => setOpen(undefined), []);
  const topics = topicsFor(about, typed);
  return (
    <Page title="遇到问题" open>
      <Search label="遇到了什么" placeholder="比如：奖品、没反应、删除" onSearch={setTyped} />
      {typed === '' ? <Chips label="哪一类" options={ABOUT} chosen={about} onPick={setAbout} /> : null}
      {topics.length === 0 ? (
        <Empty title="没找到这个" line="换个说法试试，或者在「心愿和建议」里告诉店里，看过会回你。">
          <QuietButton onTap={() => go(PAGES.wishes)}>告诉店里</QuietButton>
        </Empty>
      ) : (
        <Card className="card-rows">
          <List label="遇到的问题">
            {topics.map((topic) => (
              <Row key={topic.title} title={topic.title} onTap={() => setOpen(topic)} />
            ))}
          </List>
        </Card>
      )}
      {open ? <Answer topic={open} onClose={close} /> : null}
    </Page>
  );
}

const Answer = ({ topic, onClose }: { topic: Topic; onClose: () => void }) => {
  const way = topic.go;
  return (
    <Sheet title={topic.title} onClose={onClose}>
      {topic.answer.map((line) => (
        <Box key={line} className="sheet-text">
          {line}
        </Box>
      ))}
      {way ? <QuietButton onTap={() => go(way.page)}>{way.title}</QuietButton> : null}
      <TextButton onTap={onClose}>知道了</TextButton>
    </Sheet>
  );
};
