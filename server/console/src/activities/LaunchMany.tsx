import type { ActivityView } from '@kouyi/shared/contracts';
import { Button, Modal } from 'antd';
import { Link } from 'react-router';
import { Refused, sentenceOf } from '../api';
import { Bones } from '../ui/Bones';
import { Pill, Trouble } from '../ui/pieces';
import { count } from '../ui/number';
import { useTell } from '../ui/tell';
import { when } from '../ui/when';
import { Conflicts } from './Conflicts';
import { type Launch, collides, isReady, useLaunching } from './launching';
import './words.scss';

const begins = ({ rule }: ActivityView): string =>
  Date.parse(rule.window.startAt) <= Date.now() ? '马上开始' : `${when(rule.window.startAt)} 自己开始`;

const Outcome = ({ draft, came }: Launch) => {
  if (came === undefined) return null;
  if (came instanceof Refused) return <Pill tone="care">没启动</Pill>;
  return <Pill tone="good">{came === 'running' ? '已经开始' : `排好了，${begins(draft)}`}</Pill>;
};

/** What keeps it from being launched, or what happens if it is. */
const Because = (launch: Launch) => {
  const { draft, preview, failure, came } = launch;
  if (came !== undefined && !(came instanceof Refused)) return null;
  const missing = preview?.problems ?? [];
  return (
    <>
      {came && <p className="amber">{sentenceOf(came)}</p>}
      {failure !== null && <p className="amber">{sentenceOf(failure)}</p>}
      {missing.length > 0 && (
        <p className="amber">
          这一份先不启动，还差：{missing.map(({ message }) => message).join(' ')}{' '}
          <Link to={`/activities/${draft.id}/edit`}>去补上</Link>
        </p>
      )}
      {preview && collides(launch) && <Conflicts of={preview.conflicts} />}
    </>
  );
};

/** What all of them come to, in a sentence each. */
const Beforehand = ({ launches }: { launches: Launch[] }) => {
  const short = launches.filter(({ preview }) => (preview?.problems.length ?? 0) > 0).length;
  const clashing = launches.filter((one) => isReady(one) && collides(one)).length;
  return (
    <p className="quiet">
      启动了就不再是草稿：想停，到活动里暂停或结束。
      {short > 0 && `有 ${short} 个还不全，这回不启动。`}
      {clashing > 0 &&
        `有 ${clashing} 个撞了口令，同一个口令同一时间只算一个活动：优先级高的先，一样高就后开始的先。`}
    </p>
  );
};

const Line = ({ onLeave, ...launch }: Launch & { onLeave: (() => void) | undefined }) => {
  const { draft, preview } = launch;
  const where = (draft.words.find(({ part }) => part === 'where')?.line ?? '').replace(/。$/, '');
  return (
    <li>
      <div className="row">
        <b>{draft.rule.title || '还没起名'}</b>
        <Outcome {...launch} />
        {onLeave && (
          <Button size="small" type="text" className="push" onClick={onLeave}>
            先不启动
          </Button>
        )}
      </div>
      <p className="quiet">
        {begins(draft)} · {where}
        {preview && `（${count(preview.groupCount)} 个群，${count(preview.memberCount)} 人）`}
      </p>
      <Because {...launch} />
    </li>
  );
};

/**
 * Several drafts at once: what each would do and collide with, before; what came of each, after. What is refused keeps
 * none of the rest.
 */
export const LaunchMany = ({
  drafts,
  onLeave,
  onClose,
}: {
  drafts: readonly ActivityView[];
  /** Takes one out of the choice. */
  onLeave: (draft: ActivityView) => void;
  onClose: () => void;
}) => {
  const tell = useTell();
  const { launches, busy, failure, launch } = useLaunching(drafts);
  const ready = launches.filter(isReady);
  const reading = launches.some((one) => one.preview === undefined && one.failure === null);
  const begun = launches.some(({ came }) => came !== undefined);
  const start = async (): Promise<void> => {
    const came = [...(await launch()).values()];
    if (came.length < drafts.length || came.some((one) => one instanceof Refused)) return;
    const running = came.filter((one) => one === 'running').length;
    tell(
      running === 0
        ? `${came.length} 个都排好了，到点自己开始`
        : running === came.length
          ? `${came.length} 个都开始了，群里可以扣了`
          : `${came.length} 个都启动了：${running} 个已经开始，其余到点自己开始`,
    );
    onClose();
  };
  return (
    <Modal
      open
      width={680}
      title={begun ? '启动得怎么样' : `启动这 ${drafts.length} 个活动？`}
      onCancel={onClose}
      cancelText={begun ? '好了' : '先不'}
      cancelButtonProps={{ disabled: busy }}
      closable={!busy}
      mask={{ closable: !busy }}
      keyboard={!busy}
      okText={
        begun
          ? `启动剩下的 ${ready.length} 个`
          : ready.some(collides)
            ? `知道了，启动 ${ready.length} 个`
            : `启动 ${ready.length} 个`
      }
      okButtonProps={{
        disabled: reading || ready.length === 0,
        style: begun && ready.length === 0 ? { display: 'none' } : {},
      }}
      confirmLoading={busy}
      onOk={() => void start()}
    >
      {reading ? (
        <Bones lines={Math.min(8, drafts.length * 2)} />
      ) : (
        <>
          {!begun && <Beforehand launches={launches} />}
          <ul className="launches" aria-live="polite">
            {launches.map((one) => (
              <Line
                key={one.draft.id}
                {...one}
                onLeave={busy || begun || drafts.length === 1 ? undefined : () => onLeave(one.draft)}
              />
            ))}
          </ul>
        </>
      )}
      <Trouble failure={failure} />
    </Modal>
  );
};
