import { Link } from 'react-router';
import type { Out } from '../api';
import { useApi } from '../api';
import { Bones } from '../ui/Bones';
import { Failed } from '../ui/pieces';
import { clockSeconds, duration } from '../ui/when';
import { outcomeWords } from '../ui/words';

type Story = Out<'bot', 'trace'>;

const Rule = ({ rule, title }: { rule: Story['rules'][number]; title: string }) => (
  <div className="why">
    <h3>{title}</h3>
    <ul>
      <li className="dot">
        <span>
          规则「<Link to={`/activities/${rule.activityId}`}>{rule.title}</Link>」第 {rule.version} 版看到了它
        </span>
      </li>
      {rule.steps.map((step, i) => (
        <li key={i} className={step.passed ? 'pass' : 'stop'}>
          <span>{step.line}</span>
        </li>
      ))}
      {rule.outcome !== 'counted' && rule.steps.at(-1)?.line !== rule.line && (
        <li className="dot">
          <span>结果：{rule.line || outcomeWords(rule.outcome)}</span>
        </li>
      )}
      {!rule.sameWhenRerun && (
        <li className="dot">
          <span className="amber">用当时的事实重算，结果不一样，请告诉技术同事</span>
        </li>
      )}
    </ul>
  </div>
);

const Answers = ({ answers }: { answers: Story['answers'] }) =>
  answers.length === 0 ? null : (
    <div className="why">
      <h3>机器人后来怎么说的</h3>
      <ul>
        {answers.map((answer, i) => (
          <li key={i} className={answer.state === 'sent' ? 'pass' : 'dot'}>
            <span>
              <span className="num">{clockSeconds(answer.at)}</span> {answer.line}
              {answer.text && <span className="quiet">：{answer.text}</span>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );

/** Why a message was handled as it was, as a short list one can read aloud. */
export const Trace = ({ messageId }: { messageId: string }) => {
  const story = useApi('bot', 'trace', { id: messageId }, { everyMs: 4_000 });
  if (story.isPending) return <Bones lines={4} />;
  if (story.error) return <Failed failure={story.error} retry={() => void story.refetch()} />;
  const { message, rules, none, answers } = story.data;
  const said = `${message.name} · ${clockSeconds(message.at)} 的「${message.text}」`;
  return (
    <div>
      {rules.length === 0 && (
        <div className="why">
          <h3>{said}没有触发活动，因为：</h3>
          <ul>
            <li className="dot">
              <span>{none ?? '没有规则在听这句话'}</span>
            </li>
          </ul>
        </div>
      )}
      {rules.map((rule) => (
        <Rule
          key={`${rule.activityId}:${rule.version}`}
          rule={rule}
          title={rule.outcome === 'counted' ? `${said}计入了，因为：` : `${said}没有计数，因为：`}
        />
      ))}
      <Answers answers={answers} />
      <p className="quiet" style={{ fontSize: 12, marginTop: 10 }}>
        {message.normalised !== message.text && <>机器人读成「{message.normalised}」 · </>}
        {message.decidedAt
          ? `收到后 ${duration(Math.max(0, Date.parse(message.decidedAt) - Date.parse(message.receivedAt)))}内判定`
          : '还在排队，马上判定'}
      </p>
    </div>
  );
};
