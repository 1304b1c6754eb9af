import {
  ACTIVITY_KIND_NAMES,
  FACT_KINDS,
  FACT_WORDS,
  type FactKind,
  LAYER_NAMES,
  LAYERS,
  type TagCondition,
} from '@kouyi/shared/types';

/** A condition that asks for something itself. */
export type Leaf = Exclude<TagCondition, { op: 'and' | 'or' | 'not' }>;
/** Several conditions together. */
export type Branch = Extract<TagCondition, { op: 'and' | 'or' }>;

export const isBranch = (condition: TagCondition): condition is Branch =>
  condition.op === 'and' || condition.op === 'or';

/** What one can ask for, in the words of the menu; `blank` is where one begins. */
export const LEAVES: { op: Leaf['op']; name: string; blank: Leaf }[] = [
  {
    op: 'count',
    name: '做过什么',
    blank: { op: 'count', fact: 'participated', measure: 'times', withinDays: 30, atLeast: 1 },
  },
  { op: 'ago', name: '多久以前', blank: { op: 'ago', fact: 'participated', which: 'last', atLeast: 30 } },
  { op: 'tag', name: '有标签', blank: { op: 'tag', tagId: '' } },
  { op: 'segment', name: '在人群里', blank: { op: 'segment', segmentId: '' } },
  { op: 'layer', name: '分层', blank: { op: 'layer', layers: ['buying', 'loyal'] } },
  { op: 'rfm', name: 'RFM 等级', blank: { op: 'rfm', part: 'recency', atLeast: 4 } },
  { op: 'value', name: '365 天价值', blank: { op: 'value', part: 'fen', atLeast: 10_000 } },
  { op: 'result', name: '测试结果', blank: { op: 'result', results: [] } },
  { op: 'score', name: '测试得分', blank: { op: 'score', dimension: '', atLeast: 60 } },
  { op: 'group', name: '在哪些群', blank: { op: 'group', groupIds: [], tags: [], unitIds: [] } },
];

export const leafOf = (op: Leaf['op']): Leaf => LEAVES.find((leaf) => leaf.op === op)!.blank;

/** A rule as the form edits it: always a list of conditions at the top. */
export const asBranch = (condition: TagCondition | undefined): Branch => {
  if (condition === undefined) return { op: 'and', of: [leafOf('count')] };
  return isBranch(condition) ? condition : { op: 'and', of: [condition] };
};

/** Whether nothing in the rule is still to be chosen, so that it can be looked at. */
export const isComplete = (condition: TagCondition): boolean => {
  switch (condition.op) {
    case 'and':
    case 'or':
      return condition.of.length > 0 && condition.of.every(isComplete);
    case 'not':
      return isComplete(condition.of);
    case 'tag':
      return condition.tagId !== '';
    case 'segment':
      return condition.segmentId !== '';
    case 'result':
      return condition.results.length > 0;
    case 'layer':
      return condition.layers.length > 0;
    case 'group':
      return condition.groupIds.length + condition.tags.length + condition.unitIds.length > 0;
    case 'score':
      return condition.dimension.trim() !== '' && hasBounds(condition);
    default:
      return hasBounds(condition);
  }
};

const hasBounds = ({ atLeast, atMost }: { atLeast?: number; atMost?: number }): boolean =>
  atLeast !== undefined || atMost !== undefined;

export const FACT_OPTIONS = FACT_KINDS.map((kind) => ({ value: kind, label: FACT_WORDS[kind].name }));
export const LAYER_OPTIONS = LAYERS.map((layer) => ({ value: layer, label: LAYER_NAMES[layer] }));
export const ACTIVITY_KIND_OPTIONS = Object.entries(ACTIVITY_KIND_NAMES).map(([value, label]) => ({
  value,
  label,
}));

const UNITS = { fen: '元', points: '分', pieces: '件' } as const;

/** In what a count of a fact is measured. */
export const unitOf = (fact: FactKind, measure: 'times' | 'days' | 'sum'): string => {
  const { unit } = FACT_WORDS[fact];
  return measure === 'times' ? '次' : measure === 'days' ? '天' : UNITS[unit ?? 'pieces'];
};
