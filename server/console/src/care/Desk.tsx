import type { CareThreadRow } from '@kouyi/shared/contracts';
import { App, Segmented, Switch } from 'antd';
import { useEffect } from 'react';
import { sentenceOf, useApi, useRows, useSend } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { PickFilter } from '../ui/Filters';
import { count } from '../ui/number';
import { Paged } from '../ui/Paged';
import { Bones } from '../ui/Bones';
import { Blank, Card, Failed, Pill } from '../ui/pieces';
import { useMedia, useNow, useOneOf, useParam } from '../ui/use';
import { when } from '../ui/when';
import { Thread } from './Thread';
import './care.scss';

type State = CareThreadRow['state'];
const STATES = ['waiting', 'answered', 'closed'] as const;
const STATE_NAMES = { waiting: '等回复', answered: '已回复', closed: '已结束' };

/** How long somebody has waited: `刚来`, `等了 12 分`, `等了 3 小时`, `等了 2 天`. */
const waited = (since: string, now: number): string => {
  const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / 60_000));
  if (minutes < 1) return '刚来';
  if (minutes < 60) return `等了 ${minutes} 分`;
  return minutes < 48 * 60
    ? `等了 ${Math.floor(minutes / 60)} 小时`
    : `等了 ${Math.floor(minutes / 1440)} 天`;
};

/** Longer than this is too long for somebody who asked for help. */
const LONG_MS = 24 * 3_600_000;

/** The adviser's desk: who waits, longest first, and beside it the report and the talk. */
export const Desk = () => {
  const [shown] = useOneOf('state', STATES);
  const [whose, setWhose] = useParam('whose');
  const [id, setId] = useParam('id');
  const counts = useApi('care', 'counts', {}, { everyMs: 8_000 });
  const mine = whose === 'all' ? 'no' : whose === 'mine' || counts.data?.adviser ? 'yes' : 'no';
  const rows = useRows(
    'care',
    'threads',
    { state: shown, mine, limit: 50 },
    { everyMs: 8_000, enabled: counts.data !== undefined },
  );
  const now = useNow(15_000);
  // Beside the queue there is room for one: until somebody is chosen, for the first of it.
  const isWide = useMedia('(min-width: 901px)');
  const first = rows.rows[0]?.id;
  useEffect(() => {
    if (isWide && id === '' && first !== undefined) setId(first);
  }, [isWide, id, first, setId]);
  const nobody = !id && rows.rows.length === 0;
  return (
    <Page
      title="顾问"
      lead="先看报告，再写几句真心话。护理对话里不推销，写了优惠、下单之类的词会发不出去。"
      acts={counts.data?.adviser && <OnDuty onDuty={counts.data.onDuty} />}
    >
      <div className="filters">
        <PickFilter
          name="状态"
          param="state"
          options={STATES.map((value) => ({
            value,
            label:
              value === 'waiting' && counts.data
                ? `${STATE_NAMES.waiting} ${count(counts.data.waiting)}`
                : STATE_NAMES[value],
          }))}
        />
        <Segmented
          options={[
            { value: 'mine', label: '我的' },
            { value: 'all', label: '我够得着的' },
          ]}
          value={mine === 'yes' ? 'mine' : 'all'}
          onChange={(value) => setWhose(value)}
        />
      </div>
      <div className={`desk ${id ? 'picked' : ''} ${nobody ? 'alone' : ''}`}>
        <div className="desk-queue">
          {counts.error && !counts.data ? (
            <Failed failure={counts.error} retry={() => void counts.refetch()} />
          ) : (
            <Queue
              rows={rows}
              isEarly={counts.isPending}
              now={now}
              picked={id}
              onPick={setId}
              state={shown}
            />
          )}
        </div>
        {id && (
          <div className="desk-thread">
            <Thread key={id} id={id} onBack={() => setId('')} />
          </div>
        )}
      </div>
    </Page>
  );
};

const Queue = ({
  rows,
  isEarly,
  now,
  picked,
  onPick,
  state,
}: {
  rows: ReturnType<typeof useRows<'care', 'threads'>>;
  /** Whose are to be shown is not known yet. */
  isEarly: boolean;
  now: number;
  picked: string;
  onPick: (id: string) => void;
  state: State;
}) => {
  if (isEarly) return <Bones lines={6} />;
  const blank = (
    <Card>
      <Blank title={state === 'waiting' ? '没有人在等' : '这里是空的'}>
        {state === 'waiting' ? '有人做完测肤，会按门店和忙闲分到这里。' : '回复过的、结束的对话会在这里。'}
      </Blank>
    </Card>
  );
  return (
    <Paged of={rows} blank={blank} lines={6}>
      {(threads) => (
        <ul className="queue" aria-label="对话">
          {threads.map((row) => (
            <li key={row.id}>
              <button
                type="button"
                className="queue-row"
                aria-current={row.id === picked}
                onClick={() => onPick(row.id)}
              >
                <span className="queue-top">
                  <b>{row.nickname || '新朋友'}</b>
                  {row.waitingSince && (
                    <Pill tone={now - Date.parse(row.waitingSince) > LONG_MS ? 'live' : 'care'}>
                      {waited(row.waitingSince, now)}
                    </Pill>
                  )}
                  {row.rating && <Pill tone="good">{`${row.rating.stars} 星`}</Pill>}
                </span>
                <span className="queue-line">{row.resultName}</span>
                <span className="queue-line quiet">{row.lastLine}</span>
                <span className="queue-line quiet">
                  {`${row.unitName} · ${row.adviser?.name ?? '还没有顾问'} · ${when(row.openedAt)}`}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Paged>
  );
};

const OnDuty = ({ onDuty }: { onDuty: boolean }) => {
  const can = useCan();
  const { message } = App.useApp();
  const duty = useSend('care', 'duty', {
    then: ({ onDuty: is, handedOver }) =>
      void message.info(
        is
          ? '在岗，新的对话会分给你'
          : handedOver > 0
            ? `离岗了，${handedOver} 个等着的对话交给了同事`
            : '离岗了',
      ),
  });
  if (!can('care.write')) return null;
  return (
    <label className="duty">
      在岗
      <Switch
        aria-label="在岗"
        checked={onDuty}
        loading={duty.isPending}
        onChange={(next) =>
          duty.mutate({ onDuty: next }, { onError: (failure) => void message.warning(sentenceOf(failure)) })
        }
      />
    </label>
  );
};
