import { GROWTH_STAGES, GROWTH_STANDING_NAMES, type GrowthRules } from '@kouyi/shared/types';
import { Segmented } from 'antd';
import { type Out, useApi } from '../api';
import { useCan } from '../app/session';
import { useUnsaved } from '../app/unsaved';
import { Overtaken, useWriting } from '../app/writing';
import { Bones } from '../ui/Bones';
import { Card, Failed } from '../ui/pieces';
import { Dial } from './Dial';
import { DIALS } from './dials';
import { RuleVersions } from './RuleVersions';
import { RulesTrial } from './RulesTrial';
import { StageRule } from './StageRule';

type Version = Out<'growth', 'rules'>['items'][number];

const ON_GRADUATION: { value: GrowthRules['onGraduation']; label: string }[] = [
  { value: 'propose', label: '列出来等运营决定' },
  { value: 'appoint', label: '达到就自动任命' },
];

/** The rules of growth: read by everybody, edited with a look at who would move before they count. */
export const Rules = () => {
  const rules = useApi('growth', 'rules', {});
  if (rules.isPending) return <Bones lines={10} />;
  if (!rules.data) return <Failed failure={rules.error} retry={() => void rules.refetch()} />;
  return <Editor versions={rules.data.items} onMoved={() => void rules.refetch()} />;
};

const Editor = ({
  versions,
  onMoved,
}: {
  versions: Version[];
  /** The rules are others than those that were written on: they are to be read again. */
  onMoved: () => void;
}) => {
  const [latest] = versions as [Version, ...Version[]];
  const writing = useWriting(tidy(latest.rules), latest.version);
  const { mine: wish, set: setWish, unchanged } = writing;
  const may = useCan()('koc.write');
  useUnsaved(may && !unchanged);
  return (
    <div className={may ? 'beside' : ''}>
      <div className="stack" style={{ gap: 18 }}>
        <Overtaken of={writing} onChosen={() => undefined} />
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
            onChange={(rule) => setWish({ ...wish, stages: { ...wish.stages, [stage]: rule } })}
          />
        ))}
        <Card title="走到最后一步之后" sub="KOC 会拿佣金，所以默认由人点头。">
          {may ? (
            <Segmented<GrowthRules['onGraduation']>
              options={ON_GRADUATION}
              value={wish.onGraduation}
              onChange={(onGraduation) => setWish({ ...wish, onGraduation })}
            />
          ) : (
            <p>{ON_GRADUATION.find(({ value }) => value === wish.onGraduation)?.label}</p>
          )}
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
                  onChange={(value) => setWish({ ...wish, [key]: value })}
                />
              ))}
            </div>
          </Card>
        ))}
        <RuleVersions versions={versions} onTake={may ? (rules) => setWish(tidy(rules)) : undefined} />
      </div>
      {may && (
        <RulesTrial
          rules={wish}
          baseVersion={writing.base}
          changed={!unchanged}
          onSaved={writing.savedAs}
          onMoved={onMoved}
        />
      )}
    </div>
  );
};

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
