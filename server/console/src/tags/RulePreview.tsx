import type { TagCondition } from '@kouyi/shared/types';
import { Checkbox } from 'antd';
import { Link } from 'react-router';
import { useApi } from '../api';
import { count } from '../ui/number';
import { Bones } from '../ui/Bones';
import { Blank, Card, Failed, Notice } from '../ui/pieces';
import { useStill } from '../ui/use';
import { isComplete } from './leaves';

/** Who would match the rule as it stands, and why; nothing is saved. */
export const RulePreview = ({
  condition,
  id,
  acceptEverybody,
  onAccept,
}: {
  condition: TagCondition;
  id?: string | undefined;
  /** Whether a rule that everybody matches is meant so. */
  acceptEverybody: boolean;
  onAccept: (yes: boolean) => void;
}) => {
  const still = useStill(JSON.stringify(condition), 500);
  const asked = JSON.parse(still) as TagCondition;
  const ready = isComplete(asked);
  const preview = useApi(
    'tags',
    'preview',
    { condition: asked, ...(id === undefined ? {} : { id }) },
    { enabled: ready, keep: true },
  );
  const { data } = preview;
  return (
    <Card title="现在会有谁" sub={data?.words}>
      {!ready ? (
        <Blank title="还有一条没选好">选好之后，这里会算出有谁、为什么。</Blank>
      ) : preview.error ? (
        <Failed failure={preview.error} retry={() => void preview.refetch()} />
      ) : !data ? (
        <Bones lines={5} />
      ) : (
        <div className="stack" aria-live="polite">
          <p className="rule-count">
            <b>{count(data.people)}</b> 人
            <span className="quiet">
              {data.complete
                ? ` / 一共 ${count(data.total)} 人`
                : ` / 看了 ${count(data.lookedAt)} 人，一共 ${count(data.total)} 人，全部约 ${count(Math.round((data.people / Math.max(1, data.lookedAt)) * data.total))} 人`}
            </span>
          </p>
          {data.everybody && (
            <Notice
              action={
                <Checkbox checked={acceptEverybody} onChange={({ target }) => onAccept(target.checked)}>
                  就是要所有人
                </Checkbox>
              }
            >
              所有人都符合，这条规则分不出谁和谁。一般是哪个数填反了。
            </Notice>
          )}
          {data.people === 0 && <p className="quiet">现在一个人也没有；以后有人符合时会自动打上。</p>}
          <ul className="rule-sample">
            {data.sample.map(({ personId, nickname, why }) => (
              <li key={personId}>
                <Link to={`/people/${personId}`}>{nickname || '还没有昵称'}</Link>
                <span>{why}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
};
