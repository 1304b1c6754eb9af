import { ACTIVITY_KIND_NAMES, type ActivityKind } from '@kouyi/shared/types';
import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { OPEN_KINDS, asKind } from '../rule';
import { Field, NumberField } from './Field';
import { Options } from './Options';
import type { SectionProps } from './parts';

const KIND_HINTS: Partial<Record<ActivityKind, string>> = {
  sign_up: '扣 1 就算数',
  check_in: '天天来，连着有奖',
  vote: '扣 1 选甲，扣 2 选乙',
  relay: '一个接一个写上',
  quiz: '答对的有奖',
  blind_box: '扣 1 开一个盒',
  coupon_grab: '手快的有券',
};

const CheckIn = ({ rule, change }: SectionProps) => {
  const checkIn = rule.checkIn ?? { makeUpsPerMonth: 0, makeUpWithinDays: 7, milestones: [] };
  const set = (part: Partial<typeof checkIn>): void => change({ checkIn: { ...checkIn, ...part } });
  return (
    <>
      <div className="trio field">
        <NumberField
          label="每月可补卡"
          at="checkIn.makeUpsPerMonth"
          min={0}
          max={31}
          unit="次"
          value={checkIn.makeUpsPerMonth}
          onChange={(makeUpsPerMonth) => set({ makeUpsPerMonth: makeUpsPerMonth ?? 0 })}
        />
        {checkIn.makeUpsPerMonth > 0 && (
          <NumberField
            label="补多久以前的"
            at="checkIn.makeUpWithinDays"
            min={1}
            max={31}
            unit="天内"
            value={checkIn.makeUpWithinDays}
            onChange={(makeUpWithinDays) => set({ makeUpWithinDays: makeUpWithinDays ?? 1 })}
          />
        )}
      </div>
      <Field label="连续打卡奖励" hint="连着打满这么多天，另外再加。" at="checkIn.milestones">
        {checkIn.milestones.map((one, i) => (
          <div className="option-row" key={i}>
            <InputNumber
              aria-label="连续天数"
              min={2}
              max={366}
              precision={0}
              prefix="连续"
              suffix="天"
              value={one.days}
              onChange={(days) =>
                set({
                  milestones: checkIn.milestones.map((m, at) => (at === i ? { ...m, days: days ?? 2 } : m)),
                })
              }
            />
            <InputNumber
              aria-label="加多少积分"
              min={1}
              precision={0}
              prefix="加"
              suffix="积分"
              value={one.points}
              onChange={(points) =>
                set({
                  milestones: checkIn.milestones.map((m, at) =>
                    at === i ? { ...m, points: points ?? 1 } : m,
                  ),
                })
              }
            />
            <Button
              type="text"
              aria-label="删掉这一档"
              onClick={() => set({ milestones: checkIn.milestones.filter((_, at) => at !== i) })}
            >
              ×
            </Button>
          </div>
        ))}
        <div>
          <Button
            type="dashed"
            onClick={() =>
              set({
                milestones: [
                  ...checkIn.milestones,
                  { days: Math.max(0, ...checkIn.milestones.map(({ days }) => days)) + 7, points: 20 },
                ],
              })
            }
          >
            加一档
          </Button>
        </div>
      </Field>
    </>
  );
};

const Quiz = ({ rule, change }: SectionProps) => {
  const quiz = rule.quiz ?? { question: '', options: [] };
  return (
    <>
      <Field label="问什么" at="quiz.question">
        <Input
          maxLength={200}
          placeholder="比如：防晒霜多久补一次？"
          value={quiz.question}
          onChange={({ target }) => change({ quiz: { ...quiz, question: target.value } })}
        />
      </Field>
      <Field label="选项" at="quiz.options">
        <Options
          value={quiz.options}
          onChange={(options) => change({ quiz: { ...quiz, options } })}
          blank={(trigger) => ({ trigger, label: '', correct: false })}
        />
      </Field>
    </>
  );
};

const Relay = ({ rule, change }: SectionProps) => {
  const relay = rule.relay ?? { prompt: '', textRequired: false };
  return (
    <Field label="口令后面写什么" at="relay">
      <Input
        aria-label="口令后面写什么"
        maxLength={100}
        placeholder="比如：名字和份数"
        value={relay.prompt}
        onChange={({ target }) => change({ relay: { ...relay, prompt: target.value } })}
      />
      <Checkbox
        checked={relay.textRequired}
        onChange={({ target }) => change({ relay: { ...relay, textRequired: target.checked } })}
      >
        不写不算
      </Checkbox>
    </Field>
  );
};

/** What it is called, what kind it is, and what people type. */
export const What = ({ rule, change }: SectionProps) => (
  <>
    <Field label="名字" at="title" hint="群里和小程序里都会看到。">
      <Input
        size="large"
        maxLength={40}
        placeholder="比如：周六晚咖啡打卡"
        value={rule.title}
        onChange={({ target }) => change({ title: target.value })}
      />
    </Field>
    <Field label="玩法">
      <div className="kinds">
        {OPEN_KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={rule.kind === kind}
            onClick={() => change(asKind(rule, kind))}
          >
            <b>{ACTIVITY_KIND_NAMES[kind]}</b>
            <small>{KIND_HINTS[kind]}</small>
          </button>
        ))}
      </div>
    </Field>
    {rule.kind !== 'vote' && rule.kind !== 'quiz' && (
      <Field label="扣什么" at="triggers" hint="１、扣1、+1 都会当成 1，不用都写上。">
        <Select
          mode="tags"
          aria-label="扣什么"
          tokenSeparators={[' ', ',', '，', '、']}
          value={rule.triggers}
          onChange={(triggers: string[]) => change({ triggers })}
          options={['1', '2', '打卡', '报名'].map((value) => ({ value }))}
        />
      </Field>
    )}
    {rule.kind === 'vote' && (
      <Field label="选项" at="vote.options">
        <Options
          value={rule.vote?.options ?? []}
          onChange={(options) => change({ vote: { options } })}
          blank={(trigger) => ({ trigger, label: '' })}
        />
      </Field>
    )}
    {rule.kind === 'quiz' && <Quiz rule={rule} change={change} />}
    {rule.kind === 'relay' && <Relay rule={rule} change={change} />}
    {rule.kind === 'check_in' && <CheckIn rule={rule} change={change} />}
  </>
);
