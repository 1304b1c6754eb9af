import { GROWTH_STAGES, GROWTH_STANDING_NAMES, type GrowthRules } from '@kouyi/shared/types';
import { Button, DatePicker, Segmented } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { type Out, useApi, useSend } from '../api';
import { useCan } from '../app/session';
import { Bones, Card, Failed, Pill, Trouble } from '../ui/pieces';
import { useTell } from '../ui/tell';
import { when } from '../ui/when';
import { Dial } from './Dial';
import { RulesPreview } from './RulesPreview';
import { StageRule } from './StageRule';

type Version = Out<'growth', 'rules'>['items'][number];

type Dialled = { [K in keyof GrowthRules]: GrowthRules[K] extends number ? K : never }[keyof GrowthRules];
const DIALS: {
  title: string;
  sub: string;
  dials: { key: Dialled; name: string; unit: string; min: number; max: number; line: string }[];
}[] = [
  {
    title: '宽限和提醒',
    sub: '条件断了不会立刻掉下来。',
    dials: [
      {
        key: 'graceDays',
        name: '宽限',
        unit: '天',
        min: 0,
        max: 180,
        line: '断了这么多天才退一级，补上就还在。',
      },
      { key: 'warnDays', name: '提前提醒', unit: '天', min: 0, max: 60, line: '退之前这么多天告诉本人。' },
    ],
  },
  {
    title: '怎么算「激活」',
    sub: '第一个带来的人，之后真的参加了或下单了，才算激活。',
    dials: [
      {
        key: 'activationDays',
        name: '多久之内',
        unit: '天',
        min: 1,
        max: 60,
        line: '来了之后这么多天内参加才算。',
      },
      {
        key: 'freshDays',
        name: '本来就活跃',
        unit: '天',
        min: 0,
        max: 180,
        line: '来之前这么多天里参加过的，只算带来，不算激活。',
      },
    ],
  },
  {
    title: '毕业标准的分数',
    sub: '覆盖看激活了多少人，复用看他们回来了多少场。',
    dials: [
      { key: 'coverageDays', name: '覆盖看近', unit: '天', min: 7, max: 365, line: '这么多天里激活的人。' },
      {
        key: 'coverageTarget',
        name: '满分人数',
        unit: '位',
        min: 1,
        max: 10_000,
        line: '到这么多位，覆盖就满分；越往后每一位加得越少。',
      },
      { key: 'reuseDays', name: '复用看近', unit: '天', min: 7, max: 180, line: '这么多天里办过的活动。' },
      {
        key: 'reuseK',
        name: '一场至少回来',
        unit: '位',
        min: 1,
        max: 1_000,
        line: '有这么多位又来了，这一场才算复用。',
      },
      { key: 'coverageWeight', name: '覆盖占', unit: '%', min: 0, max: 100, line: '剩下的是复用。' },
    ],
  },
];

/** The rules of growth: read by everybody, edited with a look at who would move before they count. */
export const Rules = () => {
  const rules = useApi('growth', 'rules', {});
  if (rules.isPending) return <Bones lines={10} />;
  if (!rules.data) return <Failed failure={rules.error} retry={() => void rules.refetch()} />;
  const [latest] = rules.data.items;
  return <Editor key={latest!.version} versions={rules.data.items} />;
};

const Editor = ({ versions }: { versions: Version[] }) => {
  const [latest] = versions as [Version, ...Version[]];
  const [wish, setWish] = useState<GrowthRules>(() => tidy(latest.rules));
  const [from, setFrom] = useState<Dayjs | null>(null);
  const may = useCan()('koc.write');
  const tell = useTell();
  const preview = useSend('growth', 'previewRules');
  const save = useSend('growth', 'saveRules', {
    then: () => tell('存成新的一版了，过去的日子还按当时的规则算'),
  });
  const changed = JSON.stringify(wish) !== JSON.stringify(tidy(latest.rules));
  const change = (next: GrowthRules): void => {
    setWish(next);
    preview.reset();
  };
  return (
    <div className="stack" style={{ gap: 18 }}>
      {GROWTH_STAGES.map((stage, i) => (
        <StageRule
          key={stage}
          title={`${i + 1}. ${GROWTH_STANDING_NAMES[stage]}`}
          sub={
            i === 0
              ? '从会员到活跃。'
              : `先在「${GROWTH_STANDING_NAMES[GROWTH_STAGES[i - 1]!]}」，再达到这些。`
          }
          rule={wish.stages[stage]}
          disabled={!may}
          onChange={(rule) => change({ ...wish, stages: { ...wish.stages, [stage]: rule } })}
        />
      ))}
      <Card title="走到最后一步之后" sub="KOC 会拿佣金，所以默认由人点头。">
        <Segmented
          disabled={!may}
          options={[
            { value: 'propose', label: '列出来等运营决定' },
            { value: 'appoint', label: '达到就自动任命' },
          ]}
          value={wish.onGraduation}
          onChange={(onGraduation) =>
            change({ ...wish, onGraduation: onGraduation as GrowthRules['onGraduation'] })
          }
        />
      </Card>
      {DIALS.map(({ title, sub, dials }) => (
        <Card key={title} title={title} sub={sub}>
          <div className="stack">
            {dials.map(({ key, ...dial }) => (
              <Dial
                key={key}
                {...dial}
                value={wish[key]}
                disabled={!may}
                onChange={(value) => change({ ...wish, [key]: value })}
              />
            ))}
          </div>
        </Card>
      ))}
      {may && (
        <Card title="存之前先看看" sub="用现在的数据试算，什么都不会写。">
          <div className="stack">
            <div className="row">
              <Button onClick={() => preview.mutate({ rules: wish })} loading={preview.isPending}>
                看谁会动
              </Button>
              <DatePicker
                aria-label="从哪天起"
                placeholder="从今天起"
                value={from}
                onChange={(day) => setFrom(day)}
              />
              <Button
                type="primary"
                disabled={!changed || !preview.data}
                loading={save.isPending}
                onClick={() =>
                  save.mutate({
                    rules: wish,
                    baseVersion: latest.version,
                    ...(from ? { from: from.format('YYYY-MM-DD') } : {}),
                  })
                }
              >
                存成新的一版
              </Button>
            </div>
            {!changed && <p className="quiet">还没有改动。</p>}
            {changed && !preview.data && <p className="quiet">先看看谁会动，再存。</p>}
            <Trouble failure={preview.error ?? save.error} />
            {preview.data && <RulesPreview found={preview.data} />}
          </div>
        </Card>
      )}
      <Versions versions={versions} onTake={may ? (rules) => change(tidy(rules)) : undefined} />
    </div>
  );
};

const Versions = ({
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

/** Rules as the form has them: what is absent stays absent, so that two can be compared. */
const tidy = (rules: Version['rules'] | GrowthRules): GrowthRules => ({
  ...rules,
  stages: Object.fromEntries(
    GROWTH_STAGES.map((stage) => {
      const { conditions, atLeast } = rules.stages[stage];
      return [stage, { conditions: [...conditions], ...(atLeast === undefined ? {} : { atLeast }) }];
    }),
  ) as GrowthRules['stages'],
});
