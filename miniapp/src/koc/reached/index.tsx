import { REACH_WAY_NAMES } from '@kouyi/shared/types';
import { nowMs } from '@/api/now';
import { usePages } from '@/api/use-pages';
import { go, PAGES } from '@/platform/navigate';
import { usePull } from '@/platform/pull';
import { QuietButton } from '@/ui/buttons';
import { Card, CardHead, Notice, Tag } from '@/ui/card';
import { List, Row } from '@/ui/list';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { dayWord } from '@/words/time';
import { Letter } from '../thumb';

/** 我带来的人: whom I reached first, and who of them really took part. */
export default function Reached() {
  const pages = usePages('member.kocReached', {});
  usePull(pages.restart);
  return (
    <Page title="我带来的人">
      <Shown asked={pages.first} skeleton={{ rows: 9, faces: true }}>
        {() =>
          pages.items.length === 0 ? (
            <Empty title="还没有人通过你来" line="把链接、海报或子群的入群码给朋友，第一次来的人会记在这里。">
              <QuietButton onTap={() => go(PAGES.products)}>做一个链接或海报</QuietButton>
            </Empty>
          ) : (
            <>
              <Notice tone="quiet">别人先带来的人不重复算；名字打了星，是替朋友保密。</Notice>
              <Card>
                <CardHead title="第一次是你带来的" />
                <List label="我带来的人">
                  {pages.items.map((person) => (
                    <Row
                      key={person.id}
                      lead={<Letter of={person.name} />}
                      title={person.name}
                      line={`${dayWord(person.at, nowMs())} · ${REACH_WAY_NAMES[person.way]}`}
                      aside={
                        person.activatedAt ? <Tag tone="good">参加了</Tag> : <Tag tone="quiet">还没参加</Tag>
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
