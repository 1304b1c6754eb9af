import type { ActivityView } from '@kouyi/shared/contracts';
import { ruleInWords } from '@kouyi/shared/rules/words';
import type { ActivityRule } from '@kouyi/shared/types';
import { type Out, useApi } from '../api';
import { Bones, Card, Failed, Tag } from '../ui/pieces';
import { when } from '../ui/when';
import { PART_NAMES } from '../ui/words';

type Version = Out<'activities', 'versions'>['items'][number];
const unnamed = { group: () => undefined, unit: () => undefined };

const sameWhere = (a: ActivityRule, b: ActivityRule): boolean =>
  JSON.stringify(a.where) === JSON.stringify(b.where);

/** What changed from one version to the next, in the words of the rule; groups only as "changed". */
const changes = (before: ActivityRule, after: ActivityRule): { part: string; from: string; to: string }[] => {
  const old = ruleInWords(before, unnamed);
  const lines = ruleInWords(after, unnamed).flatMap(({ part, line }, i) => {
    const was = old[i]?.line ?? '';
    return was === line || part === 'where' ? [] : [{ part, from: was, to: line }];
  });
  const where = sameWhere(before, after) ? [] : [{ part: 'where', from: '', to: '群的范围改过了' }];
  const said =
    before.answer.text === after.answer.text
      ? []
      : [{ part: 'answer', from: before.answer.text, to: after.answer.text }];
  return [...lines, ...where, ...said];
};

const One = ({ version, before }: { version: Version; before: Version | undefined }) => {
  const changed = before ? changes(before.rule, version.rule) : [];
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
