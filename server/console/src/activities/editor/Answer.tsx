import { ANSWER_PLACEHOLDERS } from '@kouyi/shared/rules/words';
import { Button, Input } from 'antd';
import { Field, NumberField } from './Field';
import type { SectionProps } from './parts';

const PLACEHOLDER_WORDS: Record<(typeof ANSWER_PLACEHOLDERS)[number], string> = {
  count: '一共几位',
  new: '新来几位',
  first: '第一位是谁',
  names: '这次有谁',
  left: '还剩几个',
  title: '活动名',
  points: '几积分',
};

/** How the bot answers: how often, and in which words. */
export const Answer = ({ rule, change }: SectionProps) => {
  const set = (part: Partial<typeof rule.answer>): void => change({ answer: { ...rule.answer, ...part } });
  return (
    <>
      <div className="trio">
        <NumberField
          label="每多少人回一次"
          at="answer.everyPeople"
          min={1}
          max={1000}
          unit="人"
          value={rule.answer.everyPeople}
          onChange={(everyPeople) => set({ everyPeople: everyPeople ?? 1 })}
        />
        <NumberField
          label="不够人数，隔多久回"
          at="answer.everySeconds"
          min={5}
          max={3600}
          unit="秒"
          value={rule.answer.everySeconds}
          onChange={(everySeconds) => set({ everySeconds: everySeconds ?? 30 })}
        />
      </div>
      <div style={{ height: 18 }} />
      <Field label="怎么说" at="answer.text" hint="花括号里的会换成当时的数；没有的那半句会自动省掉。">
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={300}
          aria-label="机器人怎么说"
          value={rule.answer.text}
          onChange={({ target }) => set({ text: target.value })}
        />
        <div className="row">
          {ANSWER_PLACEHOLDERS.map((name) => (
            <Button key={name} size="small" onClick={() => set({ text: `${rule.answer.text}{${name}}` })}>
              {PLACEHOLDER_WORDS[name]}
            </Button>
          ))}
        </div>
      </Field>
      <Field label="结束时说一句" hint="空着就不说。" at="answer.closingText">
        <Input.TextArea
          autoSize={{ minRows: 1, maxRows: 4 }}
          maxLength={300}
          aria-label="结束时说什么"
          placeholder="比如：今晚一共 {count} 位，明晚见"
          value={rule.answer.closingText ?? ''}
          onChange={({ target }) => set({ closingText: target.value === '' ? undefined : target.value })}
        />
      </Field>
    </>
  );
};
