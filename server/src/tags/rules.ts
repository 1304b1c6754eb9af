import { tidyText } from '@kouyi/shared/rules/text';
import { FACT_WORDS, type Range, type TagCondition } from '@kouyi/shared/types';
import { refusals } from '../kernel/refusals';

export const refuse = refusals({
  name_taken: { zh: '已经有「{name}」了，换个名字，或者直接改那一个。', en: 'name taken', status: 409 },
  name_unclean: {
    zh: '名字里有看不见的控制字符或 @，请删掉后重新输入。',
    en: 'name holds control characters',
  },
  rule_cycle: {
    zh: '这样会绕成一个圈：{way}。去掉其中一条就好。',
    en: 'rules ask for each other in a circle',
  },
  rule_unclear: { zh: '规则里有一处还没填好：{problem}', en: 'rule is not complete' },
  rule_for_everybody: {
    zh: '这条规则现在符合所有 {people} 个人，分不出谁和谁。确定要存，请勾选「就是要所有人」。',
    en: 'rule matches everybody',
  },
  rule_in_use: { zh: '还有地方在用它：{users}。先把那里改掉，再来删除。', en: 'rule is in use', status: 409 },
  mode_fixed: {
    zh: '手工标签和规则标签不能互换，请新建一个标签。',
    en: 'a manual tag stays manual, a computed one computed',
  },
  tag_computed: {
    zh: '「{name}」是按规则算出来的，不能手工给或取。要改就改它的规则。',
    en: 'tag is computed',
  },
  expiry_past: { zh: '有效期要在今天之后。', en: 'expiry lies in the past' },
  too_many_rules: { zh: '标签和人群一共最多 {most} 个，请先删掉不用的。', en: 'too many rules' },
});

/** A name as it is stored: tidied, at most 60 characters. */
export const cleanName = (name: string): string => tidyText(name).slice(0, 60).trim();

/** A name as a person typed it. @throws Refusal `name_unclean`. */
export function typedName(name: string, field = 'name'): string {
  const clean = cleanName(name);
  if (clean === '' || clean !== name.normalize('NFKC').replace(/\s+/g, ' ').trim())
    throw refuse('name_unclean', { field });
  return clean;
}

/** Tags and segments together: all rules are held in memory. */
export const MOST_RULES = 5_000;
const DEEPEST = 6;
const MOST_PARTS = 60;

/** What is missing in a rule, in Chinese; undefined: nothing. Ids it names are checked where they are known. */
export function unclearIn(condition: TagCondition): string | undefined {
  if (depthOf(condition) > DEEPEST) return `最多嵌套 ${DEEPEST} 层`;
  const leaves = leavesOf(condition);
  if (leaves.length > MOST_PARTS) return `最多 ${MOST_PARTS} 个条件`;
  for (const leaf of leaves) {
    const problem = unclearLeaf(leaf);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function unclearLeaf(leaf: TagCondition): string | undefined {
  if (leaf.op === 'group')
    return leaf.groupIds.length + leaf.tags.length + leaf.unitIds.length === 0
      ? '选至少一个群、群标签或组织'
      : undefined;
  if (!('atLeast' in leaf || 'atMost' in leaf) && RANGED.has(leaf.op)) return '写上至少多少，或者最多多少';
  if ('atLeast' in leaf || 'atMost' in leaf) {
    const { atLeast = -Infinity, atMost = Infinity } = leaf as Range;
    if (atLeast > atMost) return `至少 ${atLeast} 比最多 ${atMost} 还大`;
  }
  if (leaf.op === 'count' && leaf.measure === 'sum' && FACT_WORDS[leaf.fact].unit === undefined)
    return `「${FACT_WORDS[leaf.fact].name}」没有数额，只能数次数或天数`;
  return undefined;
}

const RANGED = new Set<TagCondition['op']>(['count', 'ago', 'score', 'rfm', 'value']);

const partsOf = (condition: TagCondition): readonly TagCondition[] =>
  condition.op === 'and' || condition.op === 'or'
    ? condition.of
    : condition.op === 'not'
      ? [condition.of]
      : [];

const depthOf = (condition: TagCondition): number =>
  1 + partsOf(condition).reduce((deepest, part) => Math.max(deepest, depthOf(part)), 0);

/** Ids of what a rule narrows facts down to. */
export const thingsIn = (condition: TagCondition): string[] =>
  leavesOf(condition).flatMap((leaf) => (leaf.op === 'count' || leaf.op === 'ago' ? (leaf.about ?? []) : []));

/** The conditions of a rule that ask for something themselves. */
export const leavesOf = (condition: TagCondition): TagCondition[] => {
  const parts = partsOf(condition);
  return parts.length === 0 ? [condition] : parts.flatMap(leavesOf);
};
