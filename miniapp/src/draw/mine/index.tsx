import type { DrawView } from '@kouyi/shared/contracts';
import { nowMs } from '@/api/now';
import { usePages } from '@/api/use-pages';
import { go, PAGES, verifyPage } from '@/platform/navigate';
import { useQuery } from '@/platform/page';
import { usePull } from '@/platform/pull';
import { QuietButton } from '@/ui/buttons';
import { Card, CardHead, Tag } from '@/ui/card';
import { Box } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { figure } from '@/words/say';
import { dayAndClock } from '@/words/time';

/** 我的开盒记录: every draw of mine, of all boxes or one; each leads to where it can be checked. */
export default function MyDraws() {
  const { box } = useQuery();
  const pages = usePages('member.draws', box ? { boxId: box } : {});
  usePull(pages.restart);
  return (
    <Page title="我的开盒记录">
      <Shown asked={pages.first} skeleton={{ rows: 5 }}>
        {() =>
          pages.items.length === 0 ? (
            <Empty title="还没开过盲盒" line="开过的每一次都会留在这里，随时能验证有没有动过手脚。">
              <QuietButton onTap={() => go(PAGES.boxes)}>看看有哪些盲盒</QuietButton>
            </Empty>
          ) : (
            <>
              <Card>
                <CardHead title="每一次都能验证" />
                <List label="开盒记录">
                  {pages.items.map((draw) => (
                    <DrawRow key={draw.drawId} draw={draw} />
                  ))}
                </List>
              </Card>
              <ListEnd pages={pages} />
            </>
          )
        }
      </Shown>
    </Page>
  );
}

const DrawRow = ({ draw }: { draw: DrawView }) => (
  <Row
    title={draw.prize.name}
    line={`${draw.boxName} · ${dayAndClock(draw.at, nowMs())} · 第 ${figure(draw.proof.nonce)} 次`}
    aside={
      draw.won ? (
        <Tag tone="good">{draw.guaranteed ? '保底中' : '中了'}</Tag>
      ) : (
        <Box className="row-line">没中</Box>
      )
    }
    onTap={() => go(verifyPage(draw.boxId, draw.proof.roundId))}
  />
);
