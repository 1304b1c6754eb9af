import type { GroupView } from '@kouyi/shared/contracts';
import { Button, Drawer, InputNumber, Progress, Segmented, Select, Slider } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { call, sentenceOf } from '../api';
import { Notice } from '../ui/pieces';
import { count } from '../ui/number';
import { type CrowdProgress, type Pace, type Utterance, crowdEvents, replayEvents, runCrowd } from './crowd';
import { speakersOf } from './members';

const NONE: CrowdProgress = { total: 0, sent: 0, accepted: 0, duplicates: 0, refused: 0 };

const useCrowd = () => {
  const [progress, setProgress] = useState<CrowdProgress>(NONE);
  const [state, setState] = useState<'idle' | 'running' | 'done'>('idle');
  const [trouble, setTrouble] = useState('');
  const control = useRef<AbortController>();
  useEffect(() => () => control.current?.abort(), []);
  const start = async (find: () => Promise<Utterance[]>, pace: Pace): Promise<void> => {
    const mine = new AbortController();
    control.current = mine;
    setState('running');
    setTrouble('');
    setProgress(NONE);
    try {
      await runCrowd(await find(), pace, setProgress, mine.signal);
    } catch (failure) {
      if (!mine.signal.aborted) setTrouble(sentenceOf(failure));
    } finally {
      setState('done');
    }
  };
  return { progress, state, trouble, start, stop: () => control.current?.abort() };
};

const crowdIn = async (rooms: GroupView[], people: number, texts: string[]): Promise<Utterance[]> =>
  crowdEvents(
    await Promise.all(rooms.map(async (room) => ({ room, speakers: await speakersOf(room, people) }))),
    texts,
  );

const replayIn = async (rooms: GroupView[], limit: number): Promise<Utterance[]> =>
  replayEvents(
    await Promise.all(
      rooms.map(async (room) => ({
        room,
        messages: (await call('groups', 'messages', { id: room.id, limit })).items,
      })),
    ),
  );

const MOST_REPLAYED = 200;

/** A crowd that types, or what was just said once more: how many, what, how fast, and how clumsy the channel is. */
export const Crowd = ({
  rooms,
  open,
  onClose,
}: {
  rooms: GroupView[];
  open: boolean;
  onClose: () => void;
}) => {
  const [people, setPeople] = useState(50);
  const [perSecond, setPerSecond] = useState(20);
  const [texts, setTexts] = useState(['1']);
  const [repeatPercent, setRepeat] = useState(5);
  const [way, setWay] = useState<'crowd' | 'replay'>('crowd');
  const [lines, setLines] = useState(40);
  const { progress, state, trouble, start, stop } = useCrowd();
  const running = state === 'running';
  return (
    <Drawer title="来一群人" open={open} onClose={onClose} mask={false} size={360}>
      <div className="crowd">
        <p className="quiet">
          {rooms.length > 0
            ? `在打开的 ${rooms.length} 个群里一起说：${rooms.map(({ name }) => name).join('、')}`
            : '先打开一个群。'}
        </p>
        <Segmented
          block
          options={[
            { value: 'crowd', label: '一群人来说' },
            { value: 'replay', label: '重放刚才的话' },
          ]}
          value={way}
          onChange={setWay}
        />
        <div className="row">
          {way === 'crowd' ? (
            <label>
              每群多少人
              <InputNumber min={1} max={500} value={people} onChange={(value) => setPeople(value ?? 1)} />
            </label>
          ) : (
            <label>
              每群最近多少句
              <InputNumber
                min={1}
                max={MOST_REPLAYED}
                value={lines}
                onChange={(value) => setLines(value ?? 1)}
              />
            </label>
          )}
          <label>
            每秒多少条
            <InputNumber min={1} max={400} value={perSecond} onChange={(value) => setPerSecond(value ?? 1)} />
          </label>
        </div>
        {way === 'crowd' ? (
          <label>
            说什么（几种就轮流说）
            <Select
              mode="tags"
              value={texts}
              onChange={(value: string[]) => setTexts(value)}
              tokenSeparators={[',', '，']}
              options={['1', '１', '扣1', '+1', '这个几点结束呀'].map((value) => ({ value }))}
            />
          </label>
        ) : (
          <p className="quiet">原来谁说的还由谁说，顺序不变，算作新说的话，看规则会怎么判。</p>
        )}
        <label>
          渠道重复投递 {repeatPercent}%
          <Slider min={0} max={50} value={repeatPercent} onChange={setRepeat} tooltip={{ open: false }} />
        </label>
        {running ? (
          <Button onClick={stop}>停下</Button>
        ) : (
          <Button
            type="primary"
            disabled={rooms.length === 0 || texts.length === 0}
            onClick={() =>
              void start(() => (way === 'crowd' ? crowdIn(rooms, people, texts) : replayIn(rooms, lines)), {
                perSecond,
                repeatPercent,
              })
            }
          >
            开始
          </Button>
        )}
        {state !== 'idle' && (
          <>
            <Progress
              percent={progress.total > 0 ? Math.round((progress.sent / progress.total) * 100) : 0}
              strokeColor="var(--cinnabar)"
            />
            <p className="num">
              说了 {count(progress.sent)} / {count(progress.total)} 条，服务器收下 {count(progress.accepted)}{' '}
              条{progress.duplicates > 0 && `，认出重复投递 ${count(progress.duplicates)} 条`}
              {progress.refused > 0 && `，拒收 ${count(progress.refused)} 条`}。
            </p>
          </>
        )}
        {trouble && <Notice>{trouble}</Notice>}
      </div>
    </Drawer>
  );
};
