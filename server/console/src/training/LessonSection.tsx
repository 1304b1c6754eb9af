import { Button, Input } from 'antd';
import { PicturesField } from '../materials/PicturesField';
import type { Section } from './lesson';

/** One section of a lesson: its heading, its few sentences, and a picture. */
export const LessonSection = ({
  section,
  at,
  onChange,
  onRemove,
}: {
  section: Section;
  at: number;
  onChange: (next: Section) => void;
  onRemove: () => void;
}) => (
  <div className="lesson-part">
    <div className="option-row">
      <Input
        aria-label={`第 ${at} 节的标题`}
        value={section.title}
        maxLength={40}
        placeholder={`第 ${at} 节的标题`}
        onChange={({ target }) => onChange({ ...section, title: target.value })}
      />
      <Button type="text" aria-label={`去掉第 ${at} 节`} onClick={onRemove}>
        ×
      </Button>
    </div>
    <Input.TextArea
      aria-label={`第 ${at} 节的内容`}
      value={section.text}
      maxLength={1200}
      autoSize={{ minRows: 3, maxRows: 16 }}
      placeholder="像当面说一样，几句就好"
      onChange={({ target }) => onChange({ ...section, text: target.value })}
    />
    <PicturesField
      max={1}
      value={section.picture ? [section.picture] : []}
      onChange={([picture]) => {
        const { picture: _, ...rest } = section;
        onChange(picture ? { ...rest, picture } : rest);
      }}
    />
  </div>
);
