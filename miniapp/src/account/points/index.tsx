import { nowMs } from '@/api/now';
import type { AnswerOf } from '@/api/routes';
import { usePages } from '@/api/use-pages';
import { activityPage, go, PAGES } from '@/platform/navigate';
import { usePull } from '@/platform/pull';
import { BigNumber } from '@/ui/big-number';
import { QuietButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Box } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { grouped } from '@/words/groups';
import { figure, signed } from '@/words/say';
import { dayAndClock, monthWord } from '@/words/time';
import './index.scss';

type Entry = AnswerOf<'member.points'>['items'][number];

/** 积分明细: the balance, and every entry with its reason. */
export default function Points() {
  const pages = usePages('member.points', {});
  usePull(pages.restart);
  return (
    <Page title="积分明细">
      <Shown asked={pages.first} skeleton={{ figure: true, rows: 6 }}>
        {({ balance }) => (
          <>
            <Card>
              <BigNumber value={balance} meaning="积分，现在可用" />
            </Card>
            {pages.items.length === 0 ? (
              <Empty title="还没有积分" line="去群里扣个 1，第一笔就会写在这里，连原因一起。">
                <QuietButton onTap={() => go(PAGES.home)}>看看现在有什么</QuietButton>
              </Empty>
            ) : (
              <>
                {grouped(pages.items, ({ at }) => monthWord(at, nowMs())).map(([month, items], i, months) => (
                  <Card key={month}>
                    <CardHead
                      title={month}
                      // The sum of a month is told once all of it is here.
                      aside={
                        i === months.length - 1 && pages.hasMore
                          ? undefined
                          : `共 ${signed(items.reduce((sum, one) => sum + one.points, 0))}`
                      }
                    />
                    <List label={month}>
                      {items.map((one) => (
                        <EntryRow key={one.id} entry={one} />
                      ))}
                    </List>
                  </Card>
                ))}
                <ListEnd pages={pages} />
              </>
            )}
          </>
        )}
      </Shown>
    </Page>
  );
}

const EntryRow = ({ entry }: { entry: Entry }) => {
  const { activityId } = entry;
  const balance = entry.balance === undefined ? '' : ` · 余 ${figure(entry.balance)}`;
  return (
    <Row
      title={entry.reason}
      line={`${dayAndClock(entry.at, nowMs())}${balance}`}
      aside={<Box className={entry.points < 0 ? 'points-less' : 'points-more'}>{signed(entry.points)}</Box>}
      onTap={activityId ? () => go(activityPage(activityId)) : undefined}
    />
  );
};
