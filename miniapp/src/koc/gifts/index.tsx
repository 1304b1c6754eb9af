import { GIFT_KIND_NAMES, GIFT_STATE_NAMES } from '@kouyi/shared/types';
import { nowMs } from '@/api/now';
import { usePages } from '@/api/use-pages';
import { go, PAGES } from '@/platform/navigate';
import { usePull } from '@/platform/pull';
import { QuietButton } from '@/ui/buttons';
import { Card, CardHead, Tag } from '@/ui/card';
import { Box } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { dayAndClock } from '@/words/time';
import { amountWords } from '../amounts';

/** 送过的心意: whom, how much, why, and whether it arrived. */
export default function Gifts() {
  const pages = usePages('member.gifts', {});
  usePull(pages.restart);
  return (
    <Page title="送过的心意">
      <Shown asked={pages.first} skeleton={{ rows: 6 }}>
        {() =>
          pages.items.length === 0 ? (
            <Empty title="还没有送过" line="送出的每一份都记在这里：给谁、为什么、到了没有。">
              <QuietButton onTap={() => go(PAGES.budgets)}>看看能送多少</QuietButton>
            </Empty>
          ) : (
            <>
              <Card>
                <CardHead title="送出的每一份" aside="新的在上面" />
                <List label="送过的心意">
                  {pages.items.map((gift) => (
                    <Row
                      key={gift.id}
                      title={`${gift.name} · ${amountWords(gift.amount, gift.unit)}`}
                      line={
                        <>
                          <Box>{`${GIFT_KIND_NAMES[gift.kind]}：${gift.reason}`}</Box>
                          <Box>{`${dayAndClock(gift.at, nowMs())} · ${gift.words}`}</Box>
                        </>
                      }
                      aside={
                        <Tag tone={gift.state === 'given' ? 'good' : 'quiet'}>
                          {GIFT_STATE_NAMES[gift.state]}
                        </Tag>
                      }
                    />
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
