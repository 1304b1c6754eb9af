import type { GrowthRules } from '@kouyi/shared/types';
import { Button } from 'antd';
import type { Out } from '../api';
import { Card, Pill } from '../ui/pieces';
import { when } from '../ui/when';

type Version = Out<'growth', 'rules'>['items'][number];

/** Every version of the rules that was ever in force; one can be taken to begin with. */
export const RuleVersions = ({
  versions,
  onTake,
}: {
  versions: Version[];
  onTake: ((rules: GrowthRules) => void) | undefined;
}) => (
  <Card title="用过的版本" sub="每一天按那天的规则算，改了不追溯。">
    <ul className="growth-versions">
      {versions.map(({ version, from, savedAt, savedBy, current, rules }) => (
        <li key={version}>
          <b>{version === 0 ? '出厂设置' : `第 ${version} 版`}</b>
          {current && <Pill tone="live">正在用</Pill>}
          <small>
            {version === 0 ? '没改过时用这一版' : `${savedBy} ${when(savedAt)} 存的，${when(from)} 起`}
          </small>
          {onTake && (
            <Button size="small" className="push" onClick={() => onTake(rules)}>
              拿来改
            </Button>
          )}
        </li>
      ))}
    </ul>
  </Card>
);
