import {
  GROWTH_MEASURE_NAMES,
  GROWTH_MEASURES,
  type GrowthCondition,
  type GrowthMeasure,
  type GrowthStageRule,
} from '@kouyi/shared/types';
import { Button, InputNumber, Select } from 'antd';
import { Card } from '../ui/pieces';

const MEASURES = GROWTH_MEASURES.map((value) => ({ value, label: GROWTH_MEASURE_NAMES[value].name }));
const MOST = 8;

/** What one stage asks for, as sentences with numbers in them; to who may not change it, the sentences alone. */
export const StageRule = ({
  title,
  sub,
  rule,
  disabled,
  onChange,
}: {
  title: string;
  sub: string;
  rule: GrowthStageRule;
  disabled: boolean;
  onChange: (rule: GrowthStageRule) => void;
}) => {
  const { conditions, atLeast } = rule;
  /** As many as there are means all: the number is kept only while it says something. */
  const put = (next: GrowthCondition[], asked: number | undefined = atLeast): void =>
    onChange({
      conditions: next,
      ...(asked === undefined || asked >= next.length ? {} : { atLeast: asked }),
    });
  const set = (i: number, change: Partial<GrowthCondition>): void =>
    put(conditions.map((condition, at) => (at === i ? { ...condition, ...change } : condition)));
  if (disabled)
    return (
      <Card title={title} sub={sub}>
        <ul className="growth-conditions">
          {conditions.map(({ windowDays, measure, need }, i) => (
            <li key={i}>
              {`近 ${windowDays} 天${GROWTH_MEASURE_NAMES[measure].name}至少 ${need} ${GROWTH_MEASURE_NAMES[measure].unit}`}
            </li>
          ))}
        </ul>
        {conditions.length > 1 && (
          <p className="quiet">
            {(atLeast ?? conditions.length) < conditions.length
              ? `满足其中 ${atLeast ?? conditions.length} 条就行`
              : '全部满足才算'}
          </p>
        )}
      </Card>
    );
  return (
    <Card
      title={title}
      sub={sub}
      extra={
        conditions.length > 1 && (
          <Select
            aria-label={`${title} 要满足几条`}
            value={Math.min(atLeast ?? conditions.length, conditions.length)}
            onChange={(asked: number) => put(conditions, asked)}
            options={conditions.map((_, i) => ({
              value: i + 1,
              label: i + 1 === conditions.length ? '全部满足' : `满足其中 ${i + 1} 条`,
            }))}
          />
        )
      }
    >
      <ul className="growth-conditions">
        {conditions.map((condition, i) => (
          <li key={i}>
            <InputNumber
              aria-label="多少天内"
              prefix="近"
              suffix="天"
              min={1}
              max={365}
              precision={0}
              value={condition.windowDays}
              onChange={(windowDays) => windowDays !== null && set(i, { windowDays })}
            />
            <Select
              aria-label="数什么"
              value={condition.measure}
              options={MEASURES}
              popupMatchSelectWidth={false}
              onChange={(measure: GrowthMeasure) => set(i, { measure })}
            />
            <InputNumber
              aria-label="至少多少"
              prefix="至少"
              suffix={GROWTH_MEASURE_NAMES[condition.measure].unit}
              min={1}
              max={10_000}
              precision={0}
              value={condition.need}
              onChange={(need) => need !== null && set(i, { need })}
            />
            {conditions.length > 1 && (
              <Button
                size="small"
                aria-label={`去掉第 ${i + 1} 条`}
                onClick={() => put(conditions.filter((_, at) => at !== i))}
              >
                去掉
              </Button>
            )}
          </li>
        ))}
      </ul>
      {conditions.length < MOST && (
        <Button
          size="small"
          onClick={() => put([...conditions, { measure: 'activeDays', need: 1, windowDays: 30 }])}
        >
          加一条
        </Button>
      )}
    </Card>
  );
};
