import { nowMs } from '@/api/now';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { boxPage, go, PAGES } from '@/platform/navigate';
import { useDidShow } from '@/platform/page';
import { Card, CardHead } from '@/ui/card';
import { List, Row } from '@/ui/list';
import { figure } from '@/words/say';
import { fromWord, untilWord } from '@/words/time';

const SHOWN = 3;

/** Boxes I can open now come first; nothing is shown while there is none (a failure here hides nothing else). */
export const BoxesCard = () => {
  const asked = useAnswer('member.boxes', {}, { on: session() !== undefined });
  const { refresh } = asked;
  useDidShow(() => {
    if (session()) void refresh();
  });
  const items = asked.value?.items ?? [];
  if (items.length === 0) return null;
  const chances = items.reduce((sum, box) => sum + box.chances, 0);
  return (
    <Card>
      <CardHead title="盲盒" aside={chances > 0 ? `你有 ${figure(chances)} 次机会` : undefined} />
      <List label="盲盒">
        {items.slice(0, SHOWN).map((box) => (
          <Row
            key={box.id}
            title={box.name}
            line={
              box.openNow || !box.opensAt ? untilWord(box.closesAt, nowMs()) : fromWord(box.opensAt, nowMs())
            }
            aside={box.chances > 0 ? `去开 ${figure(box.chances)} 次` : undefined}
            onTap={() => go(boxPage(box.id))}
          />
        ))}
        {items.length > SHOWN ? (
          <Row title={`全部 ${figure(items.length)} 个盲盒`} onTap={() => go(PAGES.boxes)} />
        ) : null}
      </List>
    </Card>
  );
};
