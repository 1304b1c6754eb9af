import type { AnswerOf } from '@/api/routes';
import { openPicture } from '@/api/picture';
import { usePages } from '@/api/use-pages';
import { useFresh } from '@/api/use-fresh';
import { go, lessonPage, PAGES } from '@/platform/navigate';
import { QuietButton } from '@/ui/buttons';
import { Card, CardHead, Tag } from '@/ui/card';
import { Picture } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { Letter } from '../thumb';

type Lesson = AnswerOf<'member.lessons'>['items'][number];

/** 小课堂: a few minutes each, and whether I am through. */
export default function Lessons() {
  const pages = usePages('member.lessons', {});
  useFresh(pages.refresh, pages.restart);
  return (
    <Page title="小课堂">
      <Shown asked={pages.first} skeleton={{ rows: 5, faces: true }}>
        {({ passed, total }) =>
          pages.items.length === 0 ? (
            <Empty title="还没有课" line="店里准备好的小课会出现在这里，几分钟一节，学完有几道题。">
              <QuietButton onTap={() => go(PAGES.koc)}>回 KOC 中心</QuietButton>
            </Empty>
          ) : (
            <>
              <Card>
                <CardHead title="几分钟一节" aside={`学完 ${passed} / ${total} 节`} />
                <List label="课">
                  {pages.items.map((lesson) => (
                    <Row
                      key={lesson.id}
                      lead={
                        lesson.cover ? (
                          <Picture className="thumb" src={openPicture(lesson.cover)} label="" fill />
                        ) : (
                          <Letter of={lesson.title} />
                        )
                      }
                      title={lesson.title}
                      line={`约 ${lesson.minutes} 分钟${lesson.questions > 0 ? ` · ${lesson.questions} 道题` : ''}`}
                      aside={<Mine lesson={lesson} />}
                      onTap={() => go(lessonPage(lesson.id))}
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

const Mine = ({ lesson: { mine } }: { lesson: Lesson }) =>
  mine.state === 'passed' ? (
    <Tag tone="good">✓ 学完了</Tag>
  ) : mine.state === 'tried' ? (
    <Tag tone="warn">{`${mine.bestPercent}%，再试试`}</Tag>
  ) : (
    <Tag tone="info">没学过</Tag>
  );
