import { useState } from 'react';
import { Button } from 'antd';
import { staffPicture } from '../materials/PicturesField';
import { Card } from '../ui/pieces';
import type { LessonDraft } from './lesson';

/** The lesson on the phone: one section or question a screen. */
export const LessonPreview = ({ draft }: { draft: LessonDraft }) => {
  const screens = draft.sections.length + draft.questions.length;
  const [kept, setAt] = useState(0);
  const at = Math.min(kept, Math.max(0, screens - 1));
  const section = draft.sections[at];
  const question = draft.questions[at - draft.sections.length];
  return (
    <aside aria-label="手机上看到的样子" tabIndex={0}>
      <Card title="手机上看到的样子" sub="对的答案不会提前发到手机上">
        <div className="phone">
          <p className="phone-bar">{draft.title.trim() || '还没起名'}</p>
          <div className="phone-card">
            <p>{`${screens === 0 ? 0 : at + 1} / ${screens}`}</p>
            {section && (
              <>
                <h3>{section.title || '（还没有标题）'}</h3>
                {section.picture && (
                  <div className="phone-pictures one">
                    <img src={staffPicture(section.picture.id)} alt={section.title || '这一节的图'} />
                  </div>
                )}
                <p style={{ whiteSpace: 'pre-wrap' }}>{section.text}</p>
              </>
            )}
            {question && (
              <>
                <h3>{question.text || '（还没有写题目）'}</h3>
                <p>{question.kind === 'single' ? '选一个' : '可以选几个'}</p>
                <ul className="phone-options">
                  {question.options.map(({ id, text }) => (
                    <li key={id}>{text || '（没有写字）'}</li>
                  ))}
                </ul>
              </>
            )}
          </div>
          <div className="phone-acts">
            <Button size="small" disabled={at === 0} onClick={() => setAt(at - 1)}>
              上一屏
            </Button>
            <Button size="small" disabled={at >= screens - 1} onClick={() => setAt(at + 1)}>
              下一屏
            </Button>
          </div>
        </div>
      </Card>
    </aside>
  );
};
