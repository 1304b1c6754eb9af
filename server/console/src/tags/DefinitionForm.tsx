import type { TagCondition, TagKind } from '@kouyi/shared/types';
import { TAG_KIND_NAMES } from '@kouyi/shared/types';
import { Input, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { Card, Trouble } from '../ui/pieces';
import { asBranch } from './leaves';
import { RuleBuilder } from './RuleBuilder';
import { RulePreview } from './RulePreview';
import './tags.scss';

/** A tag or segment as it is edited. */
export interface Draft {
  name: string;
  note: string;
  kind: TagKind;
  /** Absent: given by hand. */
  condition?: TagCondition;
  acceptEverybody: boolean;
}

const KINDS = (Object.keys(TAG_KIND_NAMES) as TagKind[]).map((value) => ({
  value,
  label: TAG_KIND_NAMES[value],
}));

/** Name, note and rule beside who would match; `kinds` only for tags. */
export const DefinitionForm = ({
  draft,
  onChange,
  failure,
  id,
  kinds,
  children,
}: {
  draft: Draft;
  onChange: (draft: Draft) => void;
  failure: unknown;
  id?: string | undefined;
  kinds: boolean;
  /** What stands between name and rule. */
  children?: ReactNode;
}) => {
  const set = (part: Partial<Draft>): void => onChange({ ...draft, ...part });
  const { condition } = draft;
  return (
    <div className="beside">
      <div className="stack" style={{ gap: 18 }}>
        <Card>
          <div className="rule-fields">
            <label>
              名字
              <Input
                maxLength={60}
                placeholder="比如：常来打卡"
                value={draft.name}
                onChange={({ target }) => set({ name: target.value })}
              />
            </label>
            {kinds && (
              <div className="rule-choice">
                哪一类
                <Segmented<TagKind>
                  aria-label="哪一类"
                  options={KINDS}
                  value={draft.kind}
                  onChange={(kind) => set({ kind })}
                />
              </div>
            )}
            {children}
            <label>
              备注
              <Input.TextArea
                maxLength={200}
                autoSize
                placeholder="给谁用、为什么建（可以不写）"
                value={draft.note}
                onChange={({ target }) => set({ note: target.value })}
              />
            </label>
          </div>
        </Card>
        {condition && (
          <Card title="规则" sub="什么样的人算。人做了什么，几秒内就会重新算；窗口过了也会自己退掉。">
            <RuleBuilder rule={asBranch(condition)} onChange={(next) => set({ condition: next })} />
          </Card>
        )}
        <Trouble failure={failure} />
      </div>
      {condition && (
        <RulePreview
          condition={condition}
          id={id}
          acceptEverybody={draft.acceptEverybody}
          onAccept={(acceptEverybody) => set({ acceptEverybody })}
        />
      )}
    </div>
  );
};
