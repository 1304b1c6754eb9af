import type { GrowthRules } from '@kouyi/shared/types';
import { Button, DatePicker } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useSend } from '../api';
import { Card, Trouble } from '../ui/pieces';
import { useTell } from '../ui/tell';
import { RulesPreview } from './RulesPreview';

/** Who would move by the rules as they stand in the form; only then can they be saved as a version of their own. */
export const RulesTrial = ({
  rules,
  baseVersion,
  changed,
  onSaved,
  onMoved,
}: {
  rules: GrowthRules;
  baseVersion: number;
  changed: boolean;
  onSaved: (version: number, sent: GrowthRules) => void;
  /** Somebody else may have saved others meanwhile. */
  onMoved: () => void;
}) => {
  const [from, setFrom] = useState<Dayjs | null>(null);
  const tell = useTell();
  const preview = useSend('growth', 'previewRules');
  const save = useSend('growth', 'saveRules', {
    then: (_saved, sent) => {
      onSaved(sent.baseVersion + 1, sent.rules);
      tell('存成新的一版了，过去的日子还按当时的规则算');
    },
  });
  // What was looked at was looked at with other rules, if they have been changed since.
  const found = preview.variables?.rules === rules ? preview.data : undefined;
  return (
    <Card title="存之前先看看" sub="用现在的数据试算，什么都不会写。">
      <div className="stack">
        <Button onClick={() => preview.mutate({ rules })} loading={preview.isPending}>
          看谁会动
        </Button>
        <Trouble failure={preview.error} />
        {found && <RulesPreview found={found} />}
        <div className="row">
          <DatePicker
            aria-label="从哪天起"
            placeholder="从今天起"
            value={from}
            onChange={(day) => setFrom(day)}
          />
          <Button
            type="primary"
            disabled={!changed || !found}
            loading={save.isPending}
            onClick={() =>
              save.mutate(
                { rules, baseVersion, ...(from ? { from: from.format('YYYY-MM-DD') } : {}) },
                { onError: onMoved },
              )
            }
          >
            存成新的一版
          </Button>
        </div>
        {!changed && <p className="quiet">还没有改动。</p>}
        {changed && !found && <p className="quiet">先看看谁会动，再存。</p>}
        <Trouble failure={save.error} />
      </div>
    </Card>
  );
};
