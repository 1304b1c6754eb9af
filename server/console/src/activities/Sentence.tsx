import { shanghaiParts } from '@kouyi/shared/rules/time';
import { Input } from 'antd';
import { type ElementRef, useEffect, useRef, useState } from 'react';
import { useApi } from '../api';
import { Bones } from '../ui/Bones';
import { Card, Failed } from '../ui/pieces';
import { useStill, useTyped } from '../ui/use';
import { Answer } from './Heard';

/** From when on nobody plans anything for tonight any more. */
const TONIGHT_UNTIL = 20 * 60;
/** A sentence about this evening, or about the next while this one has begun. */
const evening = (): string => {
  const tonight = shanghaiParts(new Date()).minuteOfDay < TONIGHT_UNTIL;
  return `${tonight ? '今晚' : '明晚'}8点到9点 咖啡群 扣1打卡 送5积分`;
};

const EXAMPLES = [
  '现在 所有群 扣1打卡 送5积分',
  '明晚8点 所有群 扣1报名 限前50名',
  '每天早上7点到9点 打卡 送2积分 到月底',
  '周六下午3点 咖啡群 接龙团购 每人1次',
];

/** One sentence becomes a draft: says what was understood as one types, asks for what was not. */
export const Sentence = () => {
  const [text, setText] = useTyped('say');
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
