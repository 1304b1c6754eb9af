import { radarSvg } from '@kouyi/shared/rules/radar';
import { App, Button, Input, Select } from 'antd';
import { useRef } from 'react';
import { Link } from 'react-router';
import { type Out, sentenceOf, useApi, useRequestKey, useSend } from '../api';
import { useCan } from '../app/session';
import { Bones } from '../ui/Bones';
import { Card, Failed, Pill, Trouble } from '../ui/pieces';
import { when } from '../ui/when';
import { useDraft } from './draft';
import { Scripts } from './Scripts';

type Whole = Out<'care', 'thread'>;

/** One talk: the report with radar, answers and photos, what was written, and a reply. */
export const Thread = ({ id, onBack }: { id: string; onBack: () => void }) => {
  const one = useApi('care', 'thread', { id }, { everyMs: 8_000 });
  if (one.error && !one.data) return <Failed failure={one.error} retry={() => void one.refetch()} />;
  if (!one.data) return <Bones lines={10} />;
  const { thread } = one.data;
  return (
    <div className="stack">
      <Card
        title={
          <>
            <Button type="text" className="desk-back" onClick={onBack}>
              ← 队列
            </Button>
            <Link to={`/people/${thread.personId}`}>{thread.nickname || '新朋友'}</Link>
          </>
        }
        sub={`${thread.unitName} · 顾问：${thread.adviser?.name ?? '还没有'}`}
        extra={<Acts whole={one.data} />}
      >
        <Report whole={one.data} />
      </Card>
      <Card title="对话">
        <Lines whole={one.data} />
        {thread.state === 'closed' ? (
          <p className="quiet">已经结束。对方再写，或点「重新打开」，就接着聊。</p>
        ) : (
          <Reply id={id} />
        )}
      </Card>
    </div>
  );
};

const Acts = ({ whole: { thread } }: { whole: Whole }) => {
  const can = useCan();
  const { message } = App.useApp();
  const onError = (failure: Error): void => void message.warning(sentenceOf(failure));
  const close = useSend('care', 'close');
  const reopen = useSend('care', 'reopen');
  const assign = useSend('care', 'assign', { then: () => void message.info('换好了') });
  const advisers = useApi('care', 'advisers', {});
  if (!can('care.write')) return null;
  const { id, state } = thread;
  return (
    <div className="thread-acts">
      <Select
        aria-label="换一位顾问"
        className="adviser"
        value={thread.adviser?.id}
        placeholder="派给"
        loading={assign.isPending}
        options={(advisers.data?.items ?? []).map((each) => ({
          value: each.id,
          label: `${each.name}（${each.onDuty ? `${each.open} 个在手` : '不在岗'}）`,
          disabled: !each.onDuty,
        }))}
        onChange={(adviserId: string) => assign.mutate({ id, adviserId }, { onError })}
      />
      {state === 'closed' ? (
        <Button loading={reopen.isPending} onClick={() => reopen.mutate({ id }, { onError })}>
          重新打开
        </Button>
      ) : (
        <Button loading={close.isPending} onClick={() => close.mutate({ id }, { onError })}>
          结束
        </Button>
      )}
    </div>
  );
};

const Report = ({ whole: { thread, report, answers, photos, photosRemoved } }: { whole: Whole }) => {
  const shares = report.dimensions.map(({ percent }) => percent);
  return (
    <>
      <div className="report">
        {shares.length >= 3 && (
          <img
            className="report-radar"
            src={`data:image/svg+xml,${encodeURIComponent(radarSvg(shares))}`}
            alt={`雷达图：${report.dimensions.map(({ name, percent }) => `${name} ${percent}`).join('，')}`}
          />
        )}
        <div>
          <h3>{report.result.name}</h3>
          <p className="quiet">{`${report.title} · ${when(report.at)}`}</p>
          {report.careUntil && (
            <p>
              <Pill tone="good">{`护理期到 ${when(report.careUntil).split(' ')[0]}`}</Pill>
            </p>
          )}
          <ul className="dimensions">
            {report.dimensions.map(({ id, name, low, high, percent }) => (
              <li key={id}>
                <span>{name}</span>
                <span className="axis" aria-hidden>
                  <i style={{ left: `${percent}%` }} />
                </span>
                <span className="quiet">{`${low} ${percent} ${high}`}</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
      {photos.length > 0 && (
        <div className="report-photos">
          {photos.map(({ id, title }) => (
            <a key={id} href={`/api/care/threads/${thread.id}/photos/${id}`} target="_blank" rel="noreferrer">
              <img src={`/api/care/threads/${thread.id}/photos/${id}`} alt={title} />
            </a>
          ))}
        </div>
      )}
      {photosRemoved > 0 && <p className="quiet">本人删除了照片，收回了同意。</p>}
      <details>
        <summary className="link">{`看全部回答（${answers.length}）`}</summary>
        <dl className="facts" style={{ marginTop: 8 }}>
          {answers.map(({ title, answer }) => (
            <div key={title} style={{ display: 'contents' }}>
              <dt>{title}</dt>
              <dd>{answer}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
};

const Lines = ({ whole: { messages, thread } }: { whole: Whole }) => (
  <ol className="care-lines" aria-label="写过的话">
    {messages.length === 0 && <li className="quiet">还没有说过话。先问候一句，再说最要紧的一件。</li>}
    {messages.map(({ id, by, name, text, at }) => (
      <li key={id} className={by === 'person' ? 'theirs' : 'ours'}>
        <small>{`${by === 'person' ? thread.nickname : name} · ${when(at)}`}</small>
        <p>{text}</p>
      </li>
    ))}
    {thread.rating && (
      <li className="quiet">{`对方评了 ${thread.rating.stars} 星${thread.rating.text ? `：${thread.rating.text}` : ''}`}</li>
    )}
  </ol>
);

const Reply = ({ id }: { id: string }) => {
  const can = useCan();
  const [text, setText] = useDraft(id);
  const keyOf = useRequestKey();
  // The same words once more, after they were sent, are another reply.
  const sent = useRef(0);
  const reply = useSend('care', 'reply', {
    then: () => {
      setText('');
      sent.current += 1;
    },
  });
  if (!can('care.write')) return null;
  const send = (): void => {
    if (text.trim() !== '' && !reply.isPending)
      reply.mutate({ id, text, requestKey: keyOf([text, sent.current]) });
  };
  return (
    <div className="reply">
      <Scripts onPick={(script) => setText(text === '' ? script : `${text}\n${script}`)} />
      <Input.TextArea
        aria-label="回复"
        value={text}
        // What came after what is on its way would go with it.
        readOnly={reply.isPending}
        maxLength={1000}
        autoSize={{ minRows: 3, maxRows: 10 }}
        placeholder="写给对方；Ctrl + Enter 发送"
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        }}
      />
      <Trouble failure={reply.error} />
      <Button type="primary" loading={reply.isPending} disabled={text.trim() === ''} onClick={send}>
        发送，并告诉对方
      </Button>
    </div>
  );
};
