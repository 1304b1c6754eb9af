import type { GroupView } from '@kouyi/shared/contracts';
import { triggerKey, triggersOf } from '@kouyi/shared/rules/text';
import { Button, Checkbox, Input, type InputRef, Select, Tooltip } from 'antd';
import { useRef, useState } from 'react';
import { useApi } from '../api';
import { useCan } from '../app/session';
import { useStill } from '../ui/use';
import { type Speaker } from './events';
import { useSpeakers } from './members';

const QUICK: { text: string; name: string; hint: string }[] = [
  { text: '1', name: '1', hint: '' },
  { text: '１', name: '１', hint: '全角的 1，也算' },
  { text: '扣1', name: '扣1', hint: '写成「扣1」，也算' },
];

const MOST_OTHERS = 4;

/** The words other than `1` that running activities listen to, one button each. */
const useOtherTriggers = (): typeof QUICK => {
  const can = useCan();
  const running = useApi(
    'activities',
    'list',
    { state: 'running', limit: 20 },
    { enabled: can('activities.read'), everyMs: 10_000 },
  );
  const words = new Map<string, { text: string; name: string; hint: string }>();
  for (const { rule } of running.data?.items ?? [])
    for (const text of triggersOf(rule)) {
      const key = triggerKey(text);
      if (key !== '1' && !words.has(key)) words.set(key, { text, name: text, hint: `「${rule.title}」在听` });
    }
  return [...words.values()].slice(0, MOST_OTHERS);
};

const placeholderFor = (speaker: Speaker | undefined, isReading: boolean): string => {
  if (!speaker) return isReading ? '' : '这个群还没有人';
  return speaker.staff ? '建活动 明晚8点 扣1打卡 送5积分' : `以 ${speaker.name} 的身份说…`;
};

/** Where one speaks as anybody: pick who, press a quick `1` or type and press Enter. */
export const Composer = ({
  room,
  onSay,
}: {
  room: GroupView;
  onSay: (speaker: Speaker, text: string) => void;
}) => {
  const [q, setQ] = useState('');
  const { members, staff, isReading } = useSpeakers(room, useStill(q, 200));
  const [picked, setPicked] = useState<Speaker>();
  const [takeTurns, setTakeTurns] = useState(true);
  const [text, setText] = useState('');
  const field = useRef<InputRef>(null);
  const others = useOtherTriggers();
  const speaker = picked ?? members[0];
  const say = (what: string): void => {
    if (!speaker || what.trim() === '') return;
    onSay(speaker, what);
    if (!takeTurns || speaker.staff) return;
    const at = members.findIndex(({ userId }) => userId === speaker.userId);
    setPicked(members[(at + 1) % Math.max(1, members.length)]);
  };
  const option = ({ userId, name, staff: isStaff }: Speaker) => ({
    value: userId,
    label: isStaff ? `${name}（员工）` : name,
  });
  const known = [...members, ...staff, ...(picked ? [picked] : [])];
  return (
    <div className="composer">
      <div className="row">
        <Select
          aria-label={`在${room.name}以谁的身份说话`}
          className="composer-who"
          value={speaker?.userId ?? null}
          placeholder="选一个人"
          showSearch={{ filterOption: false, onSearch: setQ }}
          onChange={(userId: string) => setPicked(known.find((one) => one.userId === userId))}
          notFoundContent="没有这个人"
          options={[
            { label: '群成员', options: members.map(option) },
            ...(staff.length > 0 ? [{ label: '员工（能用一句话建活动）', options: staff.map(option) }] : []),
          ]}
        />
      </div>
      <div className="row quicks">
        {[...QUICK, ...others].map(({ text: quick, name, hint }) => (
          <Tooltip key={quick} title={hint} placement="bottom">
            <Button
              className="quick"
              aria-label={`说 ${quick}`}
              disabled={!speaker}
              onClick={() => say(quick)}
            >
              {name}
            </Button>
          </Tooltip>
        ))}
        <Checkbox checked={takeTurns} onChange={(event) => setTakeTurns(event.target.checked)}>
          每说一句换下一位
        </Checkbox>
      </div>
      <form
        className="composer-line"
        onSubmit={(event) => {
          event.preventDefault();
          say(text);
          setText('');
          field.current?.focus();
        }}
      >
        <Input
          ref={field}
          value={text}
          maxLength={4000}
          aria-label={`在${room.name}说`}
          placeholder={placeholderFor(speaker, isReading)}
          disabled={!speaker}
          onChange={(event) => setText(event.target.value)}
        />
        <Button htmlType="submit" disabled={!speaker || text.trim() === ''}>
          发送
        </Button>
      </form>
    </div>
  );
};
