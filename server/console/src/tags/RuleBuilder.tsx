import type { TagCondition } from '@kouyi/shared/types';
import { Button, Segmented, Select } from 'antd';
import { type Branch, isBranch, type Leaf, LEAVES, leafOf } from './leaves';
import { LeafForm } from './LeafForm';
import './tags.scss';

const JOINS = [
  { value: 'and' as const, label: '都要符合' },
  { value: 'or' as const, label: '符合一条就行' },
];
const SIDES = [
  { value: 'yes', label: '是' },
  { value: 'no', label: '不是' },
];

/** One condition with its kind, its side (is, is not) and its fields. */
const LeafRow = ({
  condition,
  onChange,
  onRemove,
}: {
  condition: TagCondition;
  onChange: (condition: TagCondition) => void;
  onRemove: (() => void) | undefined;
}) => {
  const negated = condition.op === 'not';
  const leaf = (negated ? condition.of : condition) as Leaf;
  const wrap = (next: Leaf): TagCondition => (negated ? { op: 'not', of: next } : next);
  return (
    <div className="rule-leaf" role="group" aria-label="条件">
      <Select
        aria-label="是或不是"
        style={{ width: 78 }}
        value={negated ? 'no' : 'yes'}
        onChange={(side) => onChange(side === 'no' ? { op: 'not', of: leaf } : leaf)}
        options={SIDES}
      />
      <Select<Leaf['op']>
        aria-label="看什么"
        style={{ width: 128 }}
        value={leaf.op}
        onChange={(op) => onChange(wrap(leafOf(op)))}
        options={LEAVES.map(({ op, name }) => ({ value: op, label: name }))}
        listHeight={340}
      />
      <LeafForm leaf={leaf} onChange={(next) => onChange(wrap(next))} />
      {onRemove && (
        <Button type="text" aria-label="去掉这一条" onClick={onRemove}>
          去掉
        </Button>
      )}
    </div>
  );
};

/**
 * A rule by form: conditions that all, or of which one, must hold; groups of conditions inside, up to `depth` deep.
 */
export const RuleBuilder = ({
  rule,
  onChange,
  onRemove,
  depth = 2,
}: {
  rule: Branch;
  onChange: (rule: Branch) => void;
  onRemove?: () => void;
  depth?: number;
}) => {
  const replace = (at: number, next: TagCondition | undefined): void =>
    onChange({ ...rule, of: rule.of.flatMap((part, i) => (i === at ? (next ? [next] : []) : [part])) });
  return (
    <div className="rule-branch">
      <div className="rule-join">
        <Segmented
          aria-label="几条之间"
          value={rule.op}
          onChange={(op) => onChange({ ...rule, op })}
          options={JOINS}
        />
        {onRemove && (
          <Button type="text" onClick={onRemove}>
            去掉这一组
          </Button>
        )}
      </div>
      {rule.of.map((part, i) => {
        const remove = rule.of.length > 1 ? () => replace(i, undefined) : undefined;
        const inner = part.op === 'not' && isBranch(part.of) ? part.of : undefined;
        if (isBranch(part) || inner)
          return (
            <RuleBuilder
              key={i}
              rule={inner ?? (part as Branch)}
              depth={depth - 1}
              onChange={(next) => replace(i, inner ? { op: 'not', of: next } : next)}
              {...(remove ? { onRemove: remove } : {})}
            />
          );
        return <LeafRow key={i} condition={part} onChange={(next) => replace(i, next)} onRemove={remove} />;
      })}
      <div className="rule-more">
        <Button onClick={() => onChange({ ...rule, of: [...rule.of, leafOf('count')] })}>加一条</Button>
        {depth > 0 && (
          <Button
            onClick={() =>
              onChange({
                ...rule,
                of: [...rule.of, { op: rule.op === 'and' ? 'or' : 'and', of: [leafOf('count')] }],
              })
            }
          >
            加一组
          </Button>
        )}
      </div>
    </div>
  );
};
