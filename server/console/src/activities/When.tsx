import { HOUR_MS, shanghaiDay, shanghaiInstant, weekdayOfDay } from '@kouyi/shared/rules/time';
import type { WindowRule } from '@kouyi/shared/types';
import { Button, Checkbox, DatePicker, TimePicker } from 'antd';
import dayjs from 'dayjs';
import { fromPicker, toPicker } from '../ui/when';
import './words.scss';

const evening = (daysOn: number, now = new Date()): WindowRule => ({
  startAt: shanghaiInstant(shanghaiDay(now) + daysOn, 20 * 60).toISOString(),
  endAt: shanghaiInstant(shanghaiDay(now) + daysOn, 21 * 60).toISOString(),
});

const daysUntilSaturday = (): number => (6 - weekdayOfDay(shanghaiDay(new Date())) + 7) % 7;

// One stretch of time and nothing else: hours and weekdays kept from before could leave it closed all along.
const QUICK: { name: string; window: () => WindowRule }[] = [
  {
    name: '现在起 1 小时',
    window: () => ({
      startAt: new Date().toISOString(),
      endAt: new Date(Date.now() + HOUR_MS).toISOString(),
    }),
  },
  { name: '今晚 8–9 点', window: () => evening(0) },
  { name: '明晚 8–9 点', window: () => evening(1) },
  { name: '周六晚 8–9 点', window: () => evening(daysUntilSaturday()) },
];

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'].map((label, i) => ({ label, value: i + 1 }));

/** From when to when; hours of the day and weekdays only where somebody asks for them. All in Shanghai time. */
export const WhenPicker = ({
  value,
  onChange,
  repeats = true,
}: {
  value: WindowRule;
  onChange: (window: WindowRule) => void;
  repeats?: boolean;
}) => {
  const hours = value.dailyHours;
  const clockOf = (text: string) => dayjs(`2000-01-01 ${text}`);
  return (
    <div className="stack">
      <DatePicker.RangePicker
        showTime={{ format: 'HH:mm', minuteStep: 5 }}
        format="YYYY-MM-DD HH:mm"
        placeholder={['开始', '结束']}
        value={[toPicker(value.startAt), toPicker(value.endAt)]}
        onChange={(range) =>
          onChange({
            ...value,
            startAt: fromPicker(range?.[0] ?? null),
            endAt: fromPicker(range?.[1] ?? null),
          })
        }
        style={{ width: '100%', maxWidth: 420 }}
      />
      <div className="examples" style={{ marginTop: 0 }}>
        {QUICK.filter(({ window }) => Date.parse(window().endAt) > Date.now()).map(({ name, window }) => (
          <button key={name} type="button" onClick={() => onChange(window())}>
            {name}
          </button>
        ))}
      </div>
      {repeats && (
        <>
          <Checkbox
            checked={hours !== undefined}
            onChange={({ target }) =>
              onChange({ ...value, dailyHours: target.checked ? { from: '08:00', to: '22:00' } : undefined })
            }
          >
            每天只在一段时间里开
          </Checkbox>
          {hours && (
            <TimePicker.RangePicker
              format="HH:mm"
              minuteStep={5}
              order={false}
              value={[clockOf(hours.from), clockOf(hours.to)]}
              onChange={(range) =>
                onChange({
                  ...value,
                  dailyHours:
                    range?.[0] && range[1]
                      ? { from: range[0].format('HH:mm'), to: range[1].format('HH:mm') }
                      : undefined,
                })
              }
            />
          )}
          <Checkbox
            checked={value.weekdays !== undefined}
            onChange={({ target }) =>
              onChange({ ...value, weekdays: target.checked ? [1, 2, 3, 4, 5] : undefined })
            }
          >
            只在一周里的几天
          </Checkbox>
          {value.weekdays && (
            <div className="row">
              {WEEKDAYS.map((day) => {
                const on = value.weekdays?.includes(day.value) ?? false;
                return (
                  <Button
                    key={day.value}
                    size="small"
                    type={on ? 'primary' : 'default'}
                    aria-pressed={on}
                    onClick={() =>
                      onChange({
                        ...value,
                        weekdays: on
                          ? (value.weekdays ?? []).filter((one) => one !== day.value)
                          : [...(value.weekdays ?? []), day.value].sort(),
                      })
                    }
                  >
                    周{day.label}
                  </Button>
                );
              })}
            </div>
          )}
        </>
      )}
    </div>
  );
};
