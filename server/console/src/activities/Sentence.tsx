import { shanghaiParts } from '@kouyi/shared/rules/time';
import type { ActivityRule } from '@kouyi/shared/types';
import { Button, Input } from 'antd';
import { type ElementRef, type Ref, useEffect, useMemo, useRef, useState } from 'react';
import { type Out, useApi, useRequestKey, useSend } from '../api';
import { Bones, Card, Failed, Notice, Trouble } from '../ui/pieces';
import { useGo, useParam, useStill } from '../ui/use';
import { PART_NAMES } from '../ui/words';
import { highlight } from './highlight';
import { Question, answerable } from './Question';
import { hasTime, ruleOf } from './rule';

type Heard = Out<'activities', 'sentence'>;

/** From when on nobody plans anything for tonight any more. */
const TONIGHT_UNTIL = 20 * 60;
/** A sentence about this evening, or about the next while this one has begun. */
const evening = (): string => {
  const tonight = shanghaiParts(new Date()).minuteOfDay < TONIGHT_UNTIL;
  return `${tonight ? '今晚' : '明晚'}8点到9点 咖啡群 扣1打卡 送5积分`;
};

const EXAMPLES = [
  '明晚8点 所有群 扣1报名 限前50名',
  '每天早上7点到9点 打卡 送2积分 到月底',
  '周六下午3点 咖啡群 接龙团购 每人1次',
];

const HeardLine = ({ text, heard }: { text: string; heard: Heard }) => (
  <p className="heard">
    {highlight(text, heard.understood, heard.ignored).map(({ text: piece, part, ignored }, i) => {
      if (part !== undefined)
        return (
          <mark key={i} className={part} title={PART_NAMES[part] ?? part}>
            {piece}
          </mark>
        );
      return ignored ? (
        <del key={i} title="这部分没用上">
          {piece}
        </del>
      ) : (
        <span key={i}>{piece}</span>
      );
    })}
  </p>
);

const Meanings = ({ heard }: { heard: Heard }) => (
  <ul className="meanings">
    {heard.understood.map(({ part, meaning }, i) => (
      <li key={i}>
        <span>{PART_NAMES[part] ?? part}</span>
        <span>{meaning}</span>
      </li>
    ))}
    {heard.ignored.length > 0 && (
      <li>
        <span>没用上</span>
        <span className="quiet">{heard.ignored.map((one) => `「${one}」`).join('')}</span>
      </li>
    )}
  </ul>
);

/** What was heard, what is still open, and the way on: a draft, or the editor for the rest. */
const Answer = ({
  text,
  heard,
  enter,
}: {
  text: string;
  heard: Heard;
  /** The button that Enter in the sentence presses. */
  enter: Ref<HTMLButtonElement>;
}) => {
  const go = useGo();
  const fields = heard.questions.map(({ field }) => field);
  const start = useMemo(
    () =>
      ruleOf(
        heard.draft ?? {},
        heard.questions.map(({ field }) => field),
      ),
    [heard],
  );
  const [answers, setAnswers] = useState<{ of: Heard; rule: ActivityRule; settled: string[] }>();
  const current = answers?.of === heard ? answers : { of: heard, rule: start, settled: [] };
  const keyOf = useRequestKey();
  const create = useSend('activities', 'create', { then: ({ id }) => go(`/activities/${id}`) });
  const stillOpen = fields.filter((field) => !current.settled.includes(field));
  const ready =
    heard.draft !== null && heard.refusals.length === 0 && stillOpen.length === 0 && hasTime(current.rule);
  return (
    <div className="stack">
      <HeardLine text={text} heard={heard} />
      <Meanings heard={heard} />
      {heard.refusals.map(({ code, message }) => (
        <Notice key={code}>{message}</Notice>
      ))}
      {heard.refusals.length === 0 &&
        heard.questions.map(({ field, question }) => (
          <div
            key={field + question}
            className={`question ${current.settled.includes(field) ? 'settled' : ''}`}
          >
            <b>{question}</b>
            <Question
              field={field}
              rule={current.rule}
              onAnswer={(rule) =>
                setAnswers({ of: heard, rule, settled: [...new Set([...current.settled, field])] })
              }
            />
          </div>
        ))}
      <Trouble failure={create.error} />
      {heard.draft !== null && heard.refusals.length === 0 && (
        <div className="row">
          <Button
            ref={enter}
            type="primary"
            size="large"
            disabled={!ready}
            loading={create.isPending}
            onClick={() => create.mutate({ rule: current.rule, requestKey: keyOf(current.rule) })}
          >
            建成草稿
          </Button>
          <Button size="large" onClick={() => go('/activities/edit', { rule: current.rule })}>
            去编辑里细改
          </Button>
          <span className="quiet">
            {stillOpen.length === 0
              ? '按 Enter 也行'
              : stillOpen.every(answerable)
                ? `还有 ${stillOpen.length} 个问题要答`
                : '有的要去编辑里填'}
          </span>
        </div>
      )}
    </div>
  );
};

/** One sentence becomes a draft: says what was understood as one types, asks for what was not. */
export const Sentence = () => {
  const [text, setText] = useParam('say');
  const [first] = useState(evening);
  const asked = useStill(text.trim(), 350);
  const heard = useApi('activities', 'sentence', { text: asked }, { enabled: asked !== '', keep: true });
  const box = useRef<ElementRef<typeof Input.TextArea>>(null);
  // What a link began is carried on at its end.
  useEffect(() => box.current?.focus({ cursor: 'end' }), []);
  // Enter may come before the last words were heard: it is kept until they are.
  const [entered, setEntered] = useState(false);
  const enter = useRef<HTMLButtonElement>(null);
  const isHeard = asked === text.trim() && heard.isSuccess && !heard.isPlaceholderData;
  useEffect(() => {
    if (!entered || !isHeard) return;
    setEntered(false);
    enter.current?.click();
  }, [entered, isHeard]);
  return (
    <Card
      title="用一句话说要办什么"
      sub="什么时候、哪些群、扣什么、给什么；想到多少写多少，没说的会问你。"
      className="sentence"
    >
      <Input.TextArea
        ref={box}
        autoSize={{ minRows: 2, maxRows: 5 }}
        maxLength={300}
        aria-label="用一句话说要办什么"
        placeholder={first}
        value={text}
        onChange={(event) => {
          setEntered(false);
          setText(event.target.value);
        }}
        onPressEnter={(event) => {
          if (event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          setEntered(text.trim() !== '');
        }}
      />
      <div className="examples" aria-label="例子">
        {[first, ...EXAMPLES].map((example) => (
          <button key={example} type="button" onClick={() => setText(example)}>
            {example}
          </button>
        ))}
      </div>
      {asked !== '' && (
        <div style={{ marginTop: 18 }} aria-live="polite">
          {heard.isPending && <Bones lines={3} />}
          {heard.error && <Failed failure={heard.error} retry={() => void heard.refetch()} />}
          {heard.data && !heard.error && <Answer text={asked} heard={heard.data} enter={enter} />}
        </div>
      )}
    </Card>
  );
};
