import { questionsOf, type Ranges } from '@kouyi/shared/rules/intake';
import { fromScore, type PointsForm, toScore } from '@kouyi/shared/rules/intake-form';
import type { Dimension, Question, Questionnaire } from '@kouyi/shared/types';
import { Button, Collapse, Input, InputNumber } from 'antd';
import { Field } from '../activities/editor/Field';
import { Card } from '../ui/pieces';
import { freshId } from './content';

interface Props {
  content: Questionnaire;
  onChange: (next: Questionnaire) => void;
  ranges: Ranges;
}

/** The axes of the radar: their words, and what each answer is worth on them. */
export const Dimensions = ({ content, onChange, ranges }: Props) => {
  const set = (dimensions: readonly Dimension[]): void => onChange({ ...content, dimensions });
  return (
    <Card title="维度和分值" sub="每个维度是雷达图的一条轴；给会影响它的选项加分。">
      <Collapse
        items={content.dimensions.map((dimension) => {
          const range = ranges[dimension.id];
          return {
            key: dimension.id,
            label: `${dimension.name}${range ? `（${range.min}–${range.max} 分）` : ''}`,
            children: (
              <OneDimension
                content={content}
                dimension={dimension}
                onChange={(next) =>
                  set(content.dimensions.map((each) => (each.id === dimension.id ? next : each)))
                }
                onRemove={() => set(content.dimensions.filter(({ id }) => id !== dimension.id))}
              />
            ),
          };
        })}
      />
      {content.dimensions.length < 8 && (
        <Button
          style={{ marginTop: 10 }}
          onClick={() =>
            set([
              ...content.dimensions,
              {
                id: freshId(
                  'd',
                  content.dimensions.map(({ id }) => id),
                ),
                name: '新维度',
                low: '低',
                high: '高',
                score: toScore([], {}),
              },
            ])
          }
        >
          加一个维度
        </Button>
      )}
    </Card>
  );
};

const OneDimension = ({
  content,
  dimension,
  onChange,
  onRemove,
}: {
  content: Questionnaire;
  dimension: Dimension;
  onChange: (next: Dimension) => void;
  onRemove: () => void;
}) => {
  const questions = questionsOf(content);
  const points = fromScore(content, dimension.score);
  const change = (part: Partial<Dimension>): void => onChange({ ...dimension, ...part });
  const give = (next: PointsForm): void => change({ score: toScore(questions, next) });
  return (
    <>
      <div className="trio">
        <Field label="名字">
          <Input
            value={dimension.name}
            maxLength={20}
            onChange={({ target }) => change({ name: target.value })}
          />
        </Field>
        <Field label="分低叫什么">
          <Input
            value={dimension.low}
            maxLength={12}
            onChange={({ target }) => change({ low: target.value })}
          />
        </Field>
        <Field label="分高叫什么">
          <Input
            value={dimension.high}
            maxLength={12}
            onChange={({ target }) => change({ high: target.value })}
          />
        </Field>
      </div>
      {points ? (
        <table className="points" aria-label={`${dimension.name}的分值`}>
          <tbody>
            {questions.map((question) => (
              <PointsOf key={question.id} question={question} points={points} give={give} />
            ))}
          </tbody>
        </table>
      ) : (
        <p className="quiet">这个维度的计分比表格能写的复杂，保持原样。</p>
      )}
      <Button type="text" danger onClick={onRemove}>
        去掉这个维度
      </Button>
    </>
  );
};

/** What the answers to one question are worth; a question that can't be worth anything has no line. */
const PointsOf = ({
  question,
  points,
  give,
}: {
  question: Question;
  points: PointsForm;
  give: (next: PointsForm) => void;
}) => {
  const { id, kind, title, choices = [] } = question;
  const given = points[id];
  if (kind === 'scale' || kind === 'number')
    return (
      <tr>
        <th scope="row">{title}</th>
        <td>
          <label>
            每 1 分算
            <InputNumber
              size="small"
              value={typeof given === 'number' ? given : 0}
              onChange={(each) => give({ ...points, [id]: each ?? 0 })}
            />
          </label>
        </td>
      </tr>
    );
  if (kind !== 'single' && kind !== 'multi') return null;
  const worth = typeof given === 'object' ? given : {};
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>
        {choices.map((choice) => (
          <label key={choice.id}>
            {choice.label || '（没有写字）'}
            <InputNumber
              size="small"
              value={worth[choice.id] ?? 0}
              onChange={(each) => give({ ...points, [id]: { ...worth, [choice.id]: each ?? 0 } })}
            />
          </label>
        ))}
      </td>
    </tr>
  );
};
