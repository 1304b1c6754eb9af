import type { BoxCard } from '@kouyi/shared/contracts';
import { nowMs } from '@/api/now';
import { OddsBar } from '@/cards/odds-bar';
import { boxPage, go, PAGES } from '@/platform/navigate';
import { Card, CardHead } from '@/ui/card';
import { List, Row } from '@/ui/list';
import { figure } from '@/words/say';
import { fromWord, untilWord } from '@/words/time';

const SHOWN = 3;

/** Boxes there are, what is in them with which odds, and how often I may open each. */
export const BoxesCard = ({ boxes }: { boxes: readonly BoxCard[] }) => {
  if (boxes.length === 0) return null;
  const chances = boxes.reduce((sum, box) => sum + box.chances, 0);
  return (
    <Card>
      <CardHead title="盲盒" aside={chances > 0 ? `你有 ${figure(chances)} 次机会` : undefined} />
      <List label="盲盒">
        {boxes.slice(0, SHOWN).map((box) => (
          <Row
            key={box.id}
            title={box.name}
            line={
              <>
                {box.openNow || !box.opensAt
                  ? untilWord(box.closesAt, nowMs())
                  : fromWord(box.opensAt, nowMs())}
                <OddsBar prizes={box.topPrizes} />
              </>
            }
            aside={box.chances > 0 ? `去开 ${figure(box.chances)} 次` : undefined}
            onTap={() => go(boxPage(box.id))}
          />
        ))}
        {boxes.length > SHOWN ? (
          <Row title={`全部 ${figure(boxes.length)} 个盲盒`} onTap={() => go(PAGES.boxes)} />
        ) : null}
      </List>
    </Card>
  );
};
