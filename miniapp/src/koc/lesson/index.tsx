import { openPicture } from '@/api/picture';
import type { AnswerOf } from '@/api/routes';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { PAGES } from '@/platform/navigate';
import { useQuery } from '@/platform/page';
import { BrokenLink } from '@/ui/broken-link';
import { Card, CardHead, Tag } from '@/ui/card';
import { Box, Heading, Picture } from '@/ui/elements';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { useFresh } from '@/api/use-fresh';
import { Quiz } from './quiz';
import './index.scss';

type Lesson = AnswerOf<'member.lesson'>;

/** One lesson: what to read, then a few questions. */
export default function LessonPage() {
  const { id = '' } = useQuery();
  const asked = useAnswer('member.lesson', { id }, { on: session() !== undefined && id !== '' });
  useFresh(asked.refresh);
  if (!id) return <BrokenLink title="小课堂" from="小课堂" page={PAGES.lessons} />;
  return (
    <Page title="小课堂">
      <Shown asked={asked}>
        {(lesson) => (
          <>
            <Intro lesson={lesson} />
            {lesson.sections.map((section) => (
              <Section key={section.id} section={section} />
            ))}
            {lesson.questions.length > 0 ? (
              // A new version has other questions: what was chosen for the old ones goes.
              <Quiz key={lesson.version} lesson={lesson} onChanged={asked.refresh} />
            ) : null}
          </>
        )}
      </Shown>
    </Page>
  );
}

const Intro = ({ lesson }: { lesson: Lesson }) => (
  <Card>
    <CardHead
      title={lesson.title}
      aside={lesson.mine.state === 'passed' ? <Tag tone="good">✓ 学完了</Tag> : undefined}
    />
    {lesson.intro ? <Box className="lesson-text">{lesson.intro}</Box> : null}
  </Card>
);

const Section = ({ section: { title, text, picture } }: { section: Lesson['sections'][number] }) => (
  <Card>
    {title ? (
      <Heading level={2} className="card-title">
        {title}
      </Heading>
    ) : null}
    {picture ? (
      <Box
        className="lesson-picture-box"
        style={{
          paddingTop: `${Math.min(120, Math.round((picture.height / Math.max(1, picture.width)) * 100))}%`,
        }}
      >
        <Picture className="lesson-picture" src={openPicture(picture.url)} label={title || '课里的图'} />
      </Box>
    ) : null}
    <Box className="lesson-text">{text}</Box>
  </Card>
);
