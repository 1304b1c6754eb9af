import type { GroupLimit } from '@kouyi/shared/types';
import { Checkbox, InputNumber, Select, Space } from 'antd';
import { AudienceField } from '../../tags/AudienceField';
import { Field, NumberField } from './Field';
import type { SectionProps } from './parts';

/** A limit of one group: a number, or a share of its members. */
export const PerGroup = ({
  value,
  onChange,
}: {
  value: GroupLimit | undefined;
  onChange: (limit: GroupLimit | undefined) => void;
}) => {
  const way = value === undefined ? 'none' : 'count' in value ? 'count' : 'share';
  const amount = value === undefined ? null : 'count' in value ? value.count : value.sharePercent;
  const make = (as: string, n: number): GroupLimit =>
    as === 'count' ? { count: n } : { sharePercent: Math.min(100, n) };
  return (
    <Space.Compact>
      <Select
        aria-label="每群名额怎么算"
        style={{ width: 120 }}
        value={way}
        onChange={(as: string) => onChange(as === 'none' ? undefined : make(as, amount ?? 30))}
        options={[
          { value: 'none', label: '不限' },
          { value: 'count', label: '前几位' },
          { value: 'share', label: '按人数比例' },
        ]}
      />
      {value !== undefined && (
        <InputNumber
          aria-label="每群名额"
          min={1}
          precision={0}
          style={{ width: 110 }}
          suffix={way === 'count' ? '位' : '%'}
          value={amount}
          onChange={(n) => onChange(make(way, n ?? 1))}
        />
      )}
    </Space.Compact>
  );
};

/** Who may take part and how often: what most activities leave as it is. */
export const Limits = ({ rule, change }: SectionProps) => {
  const { limits, who } = rule;
  const set = (part: Partial<typeof limits>): void => change({ limits: { ...limits, ...part } });
  const setWho = (part: Partial<typeof who>): void => change({ who: { ...who, ...part } });
  return (
    <div className="trio">
      <NumberField
        label="每人总共"
        hint="空着不限"
        at="limits.perPerson"
        min={1}
        unit="次"
        value={limits.perPerson}
        onChange={(perPerson) => set({ perPerson })}
      />
      <NumberField
        label="每人每天"
        hint="空着不限"
        at="limits.perPersonPerDay"
        min={1}
        unit="次"
        value={limits.perPersonPerDay}
        onChange={(perPersonPerDay) => set({ perPersonPerDay })}
      />
      <Field label="每个群" at="limits.perGroup">
        <PerGroup value={limits.perGroup} onChange={(perGroup) => set({ perGroup })} />
      </Field>
      <Field label="谁能参加">
        <Select
          aria-label="谁能参加"
          value={who.members}
          onChange={(members: typeof who.members) => setWho({ members })}
          options={[
            { value: 'anyone', label: '群里谁都行' },
            { value: 'first_timers', label: '第一次参加活动的人' },
            { value: 'returning', label: '以前参加过的人' },
          ]}
        />
      </Field>
      <AudienceField value={rule.audience} onChange={(audience) => change({ audience })} />
      <NumberField
        label="进群满几天"
        at="who.minDaysInGroup"
        min={0}
        unit="天"
        value={who.minDaysInGroup}
        onChange={(minDaysInGroup) => setWho({ minDaysInGroup: minDaysInGroup ?? 0 })}
      />
      <NumberField
        label="优先级"
        hint="口令撞上时，数大的先"
        at="priority"
        min={0}
        max={100}
        value={rule.priority}
        onChange={(priority) => change({ priority: priority ?? 0 })}
      />
      <Field label="自己的员工">
        <Checkbox
          checked={who.excludeStaff}
          onChange={({ target }) => setWho({ excludeStaff: target.checked })}
        >
          不参与
        </Checkbox>
      </Field>
    </div>
  );
};
