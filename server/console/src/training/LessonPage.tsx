import { App, Button } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { type Out, sentenceOf, useApi, useSend } from '../api';
import { NotYet } from '../app/NotYet';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { PublishedPill } from '../materials/Published';
import { Notice, Trouble } from '../ui/pieces';
import { Tabs } from '../ui/Tabs';
import { useFirstField, useGo, useParam } from '../ui/use';
import { Learners } from './Learners';
import { BLANK_LESSON, type LessonDraft } from './lesson';
import { LessonForm } from './LessonForm';
import { LessonPreview } from './LessonPreview';
import '../activities/editor/editor.scss';
import '../intake/intake.scss';
import '../materials/materials.scss';
import './training.scss';

type Whole = Out<'training', 'lesson'>;
type Tab = 'write' | 'learners';
const TABS: { key: Tab; name: string }[] = [
  { key: 'write', name: '内容' },
  { key: 'learners', name: '谁学过' },
];

const draftOf = ({
  title,
  intro,
  audience,
  sections,
  questions,
  passPercent,
}: Whole['lesson']): LessonDraft => ({ title, intro, audience, sections, questions, passPercent });

/** A new lesson, or one that is there. */
export const LessonPage = () => {
  const { id = '' } = useParams();
  return id === 'new' ? <Write key="new" /> : <Known key={id} id={id} />;
};

const Known = ({ id }: { id: string }) => {
  const one = useApi('training', 'lesson', { id });
  if (!one.data) return <NotYet title="课程" back={{ name: '培训与心愿', to: '/training' }} of={one} />;
  return <Write whole={one.data} />;
};

/** Questions whose options have no words can't be kept: those are said before anything is sent. */
const gapOf = ({ title, questions }: LessonDraft): string | undefined => {
  if (title.trim() === '') return '先给这一课起个名字。';
  const at = questions.findIndex(
    ({ text, options, correct }) =>
      text.trim() === '' || options.some((option) => option.text.trim() === '') || correct.length === 0,
  );
  return at < 0 ? undefined : `第 ${at + 1} 题还没写完：题目、每个选项都要有字，对的要打勾。`;
};

const Write = ({ whole }: { whole?: Whole }) => {
  const go = useGo();
  useFirstField(!whole);
  const can = useCan();
  const { message } = App.useApp();
  const lesson = whole?.lesson;
  const [kept, setTab] = useParam('tab');
  const tab: Tab = kept === 'learners' && whole ? 'learners' : 'write';
  const [draft, setDraft] = useState<LessonDraft>(lesson ? draftOf(lesson) : BLANK_LESSON);
  const [revision, setRevision] = useState(lesson?.revision);
  const [touched, setTouched] = useState(false);
  const save = useSend('training', 'saveLesson');
  const publish = useSend('training', 'publishLesson');
  const archive = useSend('training', 'archiveLesson', {
    then: () => void message.info('下架了，过了的还算过'),
  });
  const gap = gapOf(draft);
  const act = async (alsoPublish: boolean): Promise<void> => {
    try {
      let at = revision;
      let id = lesson?.id;
      if (touched || id === undefined || at === undefined) {
        const saved = await save.mutateAsync({
          ...draft,
          ...(id !== undefined && at !== undefined ? { id, revision: at } : {}),
        });
        ({ id, revision: at } = saved);
        setRevision(at);
        setTouched(false);
      }
      if (alsoPublish) {
        const live = await publish.mutateAsync({ id, revision: at });
        void message.info(`第 ${live.version} 版发布了，之前过了的还算过`);
      } else void message.info('存成草稿了');
      if (!lesson) go(`/training/lessons/${id}`);
    } catch {
      // What went wrong stands above the form.
    }
  };
  const nothingNew = lesson?.state === 'published' && !lesson.changed && !touched;
  return (
    <Page
      title={draft.title.trim() || '新课程'}
      state={lesson && <PublishedPill {...lesson} />}
      back={{ name: '培训与心愿', to: '/training' }}
      acts={
        can('koc.write') && (
          <>
            {lesson && lesson.state !== 'archived' && (
              <Button
                loading={archive.isPending}
                onClick={() =>
                  archive.mutate(
                    { id: lesson.id },
                    { onError: (failure) => void message.warning(sentenceOf(failure)) },
                  )
                }
              >
                下架
              </Button>
            )}
            <Button
              disabled={!touched || gap !== undefined}
              loading={save.isPending}
              onClick={() => void act(false)}
            >
              存草稿
            </Button>
            <Button
              type="primary"
              disabled={nothingNew || gap !== undefined}
              loading={publish.isPending}
              onClick={() => void act(true)}
            >
              发布
            </Button>
          </>
        )
      }
    >
      {whole && (
        <Tabs label="这一课" tabs={TABS} at={tab} onGo={(key) => setTab(key === 'write' ? '' : key)} />
      )}
      <Trouble failure={save.error ?? publish.error} />
      {tab === 'learners' && whole && <Learners of={whole} />}
      {tab === 'write' && (
        <>
          {touched && gap !== undefined && <Notice>{gap}</Notice>}
          <div className="editor">
            <LessonForm
              draft={draft}
              onChange={(next) => {
                setDraft(next);
                setTouched(true);
              }}
            />
            <LessonPreview draft={draft} />
          </div>
        </>
      )}
    </Page>
  );
};
