import type { GateSettings } from '@kouyi/shared/contracts';
import { App, Button, InputNumber, TimePicker } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Field } from '../activities/editor/Field';
import { useApi, useSend } from '../api';
import { useCan } from '../app/session';
import { useUnsaved } from '../app/unsaved';
import { Bones } from '../ui/Bones';
import { Card, Failed, Trouble } from '../ui/pieces';
import '../activities/editor/editor.scss';

const Form = ({ given }: { given: GateSettings }) => {
  const can = useCan();
  const { message } = App.useApp();
  // Until somebody writes here, what is shown is what is saved.
  const [mine, setRules] = useState<GateSettings>();
  const rules = mine ?? given;
  const save = useSend('gate', 'saveSettings', {
    then: () => void message.info('存好了，下一条消息起照新的来'),
  });
  const set = (part: Partial<GateSettings>): void => setRules({ ...rules, ...part });
  const readonly = !can('gate.write');
  const unchanged = JSON.stringify(rules) === JSON.stringify(given);
  useUnsaved(!unchanged);
  const clockOf = (text: string) => dayjs(`2000-01-01 ${text}`);
  const number = (
    name: 'maxPerGroupPerHour' | 'maxPerGroupPerDay' | 'minGapSeconds',
    suffix: string,
    max: number,
  ) => (
    <InputNumber
      disabled={readonly}
      min={name === 'minGapSeconds' ? 0 : 1}
      max={max}
      precision={0}
      suffix={suffix}
      value={rules[name]}
      onChange={(value) => set({ [name]: value ?? 1 })}
    />
  );
  return (
    <Card title="触达规则" sub="机器人说的每句话都先过这一道；不让发的，会写明为什么">
      <Field label="静默时段" hint="这段时间不主动说话；只回应刚刚开口的人。">
        <TimePicker.RangePicker
          disabled={readonly}
          format="HH:mm"
          minuteStep={5}
          order={false}
          allowClear={false}
          style={{ maxWidth: 260 }}
          value={[clockOf(rules.quietHours.from), clockOf(rules.quietHours.to)]}
          onChange={(range) => {
            if (range?.[0] && range[1])
              set({ quietHours: { from: range[0].format('HH:mm'), to: range[1].format('HH:mm') } });
          }}
        />
      </Field>
      <div className="trio" style={{ marginTop: 18 }}>
        <Field label="每群每小时最多">{number('maxPerGroupPerHour', '条', 600)}</Field>
        <Field label="每群每天最多">{number('maxPerGroupPerDay', '条', 5000)}</Field>
        <Field label="两句之间至少隔">{number('minGapSeconds', '秒', 3600)}</Field>
      </div>
      <Trouble failure={save.error} />
      {!readonly && (
        <Button
          type="primary"
          style={{ marginTop: 20 }}
          disabled={unchanged}
          loading={save.isPending}
          onClick={() => save.mutate(rules)}
        >
          存好
        </Button>
      )}
    </Card>
  );
};

/** The rules of the one gate that everything sent goes through. */
export const GateForm = () => {
  const rules = useApi('gate', 'settings', {});
  if (rules.isPending) return <Bones />;
  if (rules.error) return <Failed failure={rules.error} retry={() => void rules.refetch()} />;
  return <Form given={rules.data} />;
};
