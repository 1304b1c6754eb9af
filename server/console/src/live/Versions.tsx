import type { ActivityView } from '@kouyi/shared/contracts';
import { changesOf } from '../activities/changes';
import { type Out, useApi } from '../api';
import { Bones } from '../ui/Bones';
import { Card, Failed, Tag } from '../ui/pieces';
import { when } from '../ui/when';
import { PART_NAMES } from '../ui/words';

type Version = Out<'activities', 'versions'>['items'][number];

const One = ({ version, before }: { version: Version; before: Version | undefined }) => {
  const changed = before ? changesOf(before.rule, version.rule) : [];
  return (
    <Card title={`第 ${version.version} 版`} sub={`${version.by} · ${when(version.at)}`}>
      {!before && <p className="quiet">最初的样子：{version.rule.title}</p>}
      {before && changed.length === 0 && <p className="quiet">没有看得见的变化。</p>}
      <ul className="stack" style={{ gap: 6 }}>
        {changed.map(({ part, from, to }, i) => (
          <li key={i}>
            <Tag>{PART_NAMES[part] ?? part}</Tag> {from && <s className="quiet">{from}</s>} {to}
          </li>
        ))}
      </ul>
    </Card>
  );
};

/** Every version of the rule, newest first, with what each changed. */
export const Versions = ({ activity }: { activity: ActivityView }) => {
  const versions = useApi('activities', 'versions', { id: activity.id });
  if (versions.isPending) return <Bones />;
  if (versions.error) return <Failed failure={versions.error} retry={() => void versions.refetch()} />;
  const { items } = versions.data;
  return (
    <div className="stack">
      {items.map((version, i) => (
        <One key={version.version} version={version} before={items[i + 1]} />
      ))}
    </div>
  );
};
