import {
  ACTIVITY_KIND_NAMES,
  FACT_WORDS,
  type FactUnit,
  LAYER_NAMES,
  type Range,
  REACH_WAY_NAMES,
  type TagCondition,
} from '@kouyi/shared/types';
import { daysAgo, evaluate, groupsMatching, measure, type Person, resultsOf, scoresOf } from './evaluate';

type NameOf = (id: string) => string;
type Leaf<Op extends TagCondition['op']> = Extract<TagCondition, { op: Op }>;

/** A rule in Chinese: 「最近 7 天参加活动至少 3 次，并且不（有标签「羊毛党」）」. */
export function inWords(condition: TagCondition, nameOf: NameOf): string {
  switch (condition.op) {
    case 'and':
    case 'or':
      return condition.of
        .map((part) =>
          (part.op === 'and' || part.op === 'or') && part.of.length > 1
            ? `（${inWords(part, nameOf)}）`
            : inWords(part, nameOf),
        )
        .join(condition.op === 'and' ? '，并且' : '，或者');
    case 'not':
      return notInWords(condition.of, nameOf);
    case 'count':
      return `${countSubject(condition, nameOf)}${rangeWords(condition, countUnit(condition))}`;
    case 'ago':
      return `${whichWords(condition)}${subject(condition, nameOf)}在 ${agoWords(condition)}`;
    case 'score':
      return `「${condition.dimension}」得分${rangeWords(condition, '分')}`;
    case 'result':
      return `测试结果是${condition.results.map((each) => `「${each}」`).join('或')}`;
    case 'layer':
      return `现在是${condition.layers.map((layer) => LAYER_NAMES[layer]).join('或')}`;
    case 'rfm':
      return `${RFM_NAMES[condition.part]}${rangeWords(condition, '级')}`;
    case 'value':
      return condition.part === 'fen'
        ? `365 天价值${rangeWords(condition, '元', 100)}`
        : `互动质量${rangeWords(condition, '分')}`;
    case 'tag':
      return `有标签「${nameOf(condition.tagId)}」`;
    case 'segment':
      return `在人群「${nameOf(condition.segmentId)}」里`;
    case 'group':
      return `在${placeWords(condition, nameOf)}`;
  }
}

/** A rule turned round, as people say it where they have a word for it. */
function notInWords(condition: TagCondition, nameOf: NameOf): string {
  switch (condition.op) {
    case 'count':
      if (condition.atLeast !== undefined && condition.atMost === undefined)
        return condition.measure !== 'sum' && condition.atLeast <= 1
          ? neverWords(condition, nameOf)
          : `${countSubject(condition, nameOf)}不到 ${amount(condition.atLeast, condition)}`;
      break;
    case 'tag':
      return `没有标签「${nameOf(condition.tagId)}」`;
    case 'segment':
      return `不在人群「${nameOf(condition.segmentId)}」里`;
    case 'group':
      return `不在${placeWords(condition, nameOf)}`;
    case 'layer':
      return `现在不是${condition.layers.map((layer) => LAYER_NAMES[layer]).join('或')}`;
  }
  return `不满足（${inWords(condition, nameOf)}）`;
}

/** 「从没参加活动」「最近 30 天没有参加活动」. */
const neverWords = (condition: Leaf<'count'>, nameOf: NameOf): string =>
  condition.withinDays === undefined
    ? `从没${subject(condition, nameOf)}`
    : `最近 ${condition.withinDays} 天没有${subject(condition, nameOf)}`;

const RFM_NAMES = { recency: '最近购买（R）', frequency: '购买次数（F）', money: '购买金额（M）' } as const;

/** Why a rule holds for a person, with what they did: 「最近 7 天参加活动 5 次」. Only for a rule that holds. */
export function why(condition: TagCondition, person: Person): string {
  switch (condition.op) {
    case 'and':
      return condition.of.map((part) => why(part, person)).join('；');
    case 'or': {
      const holding = condition.of.find((part) => evaluate(part, person).holds);
      return holding ? why(holding, person) : inWords(condition, person.nameOf);
    }
    case 'not':
      return whyNot(condition.of, person);
    case 'count':
      return `${countSubject(condition, person.nameOf)} ${amount(measure(condition, person), condition)}`;
    case 'ago':
      return `${whichWords(condition)}${subject(condition, person.nameOf)}${daysAgoWords(daysAgo(condition, person))}`;
    case 'score':
      return `「${condition.dimension}」得 ${scoresOf(condition, person).join('、')} 分`;
    case 'result':
      return `测试结果是「${resultsOf(condition, person).join('」「')}」`;
    case 'layer':
      return `现在是${LAYER_NAMES[person.layer.layer]}`;
    case 'rfm':
      return `${RFM_NAMES[condition.part]} ${person.rfm?.[condition.part] ?? 0} 级`;
    case 'value':
      return condition.part === 'fen'
        ? `365 天价值 ${person.value.fen / 100} 元`
        : `互动质量 ${person.value.quality} 分`;
    case 'group': {
      const [groupId] = groupsMatching(condition, person);
      return groupId === undefined
        ? inWords(condition, person.nameOf)
        : `在「${person.nameOf(groupId)}」群里`;
    }
    default:
      return inWords(condition, person.nameOf);
  }
}

/** Why something does not hold, for a rule that asks for just that. */
function whyNot(condition: TagCondition, person: Person): string {
  if (condition.op === 'not') return why(condition.of, person);
  if (condition.op === 'count') {
    const had = measure(condition, person);
    return had === 0 && condition.measure !== 'sum'
      ? neverWords(condition, person.nameOf)
      : `${countSubject(condition, person.nameOf)}只有 ${amount(had, condition)}`;
  }
  if (condition.op === 'ago' && daysAgo(condition, person) === undefined)
    return `还没有${subject(condition, person.nameOf)}`;
  return notInWords(condition, person.nameOf);
}

const daysAgoWords = (days: number | undefined): string =>
  days === 0 ? '就在当天' : `在 ${days ?? '?'} 天前`;

/** What has a name by itself. */
const THINGS: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...ACTIVITY_KIND_NAMES, ...REACH_WAY_NAMES }),
);

const whichWords = ({ which }: Leaf<'ago'>): string => (which === 'last' ? '最近一次' : '第一次');

function subject({ fact, about }: Leaf<'count'> | Leaf<'ago'>, nameOf: NameOf): string {
  const things = (about ?? []).map((each) => THINGS.get(each) ?? nameOf(each));
  return `${FACT_WORDS[fact].name}${things.length > 0 ? `（${things.join('、')}）` : ''}`;
}

const countSubject = (condition: Leaf<'count'>, nameOf: NameOf): string =>
  `${condition.withinDays === undefined ? '一共' : `最近 ${condition.withinDays} 天`}${subject(condition, nameOf)}`;

const UNIT_NAMES: Record<FactUnit, string> = { fen: '元', points: '分', pieces: '件' };

const countUnit = ({ measure: by, fact }: Leaf<'count'>): string =>
  by === 'times' ? '次' : by === 'days' ? '天' : UNIT_NAMES[FACT_WORDS[fact].unit ?? 'pieces'];

const scaleOf = ({ measure: by, fact }: Leaf<'count'>): number =>
  by === 'sum' && FACT_WORDS[fact].unit === 'fen' ? 100 : 1;

const amount = (value: number, condition: Leaf<'count'>): string =>
  `${value / scaleOf(condition)} ${countUnit(condition)}`;

/** 「7 天以内」「14 天以前」「7 到 14 天前」. */
function agoWords({ atLeast, atMost }: Range): string {
  if (atLeast !== undefined && atMost !== undefined) return `${atLeast} 到 ${atMost} 天前`;
  return atLeast !== undefined ? `${atLeast} 天以前` : `${atMost ?? 0} 天以内`;
}

/** 「至少 3 次」「2 到 5 次」「最多 1 次」; amounts of money are divided into yuan. */
function rangeWords(range: Range & { op?: string }, unit: string, divide?: number): string {
  const by = divide ?? (range.op === 'count' ? scaleOf(range as Leaf<'count'>) : 1);
  const { atLeast, atMost } = range;
  if (atLeast !== undefined && atMost !== undefined)
    return atLeast === atMost ? `正好 ${atLeast / by} ${unit}` : ` ${atLeast / by} 到 ${atMost / by} ${unit}`;
  if (atLeast !== undefined) return `至少 ${atLeast / by} ${unit}`;
  return atMost === 0 ? `没有` : `最多 ${(atMost ?? 0) / by} ${unit}`;
}

function placeWords({ groupIds, tags, unitIds }: Leaf<'group'>, nameOf: NameOf): string {
  const parts = [
    groupIds.length > 0 ? `群${groupIds.map((id) => `「${nameOf(id)}」`).join('、')}` : '',
    tags.length > 0 ? `带${tags.map((tag) => `「${tag}」`).join('、')}的群` : '',
    unitIds.length > 0 ? `${unitIds.map(nameOf).join('、')}的群` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '任何群' : parts.join('或');
}
