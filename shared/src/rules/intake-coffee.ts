import { toCondition, toScore } from './intake-form';
import type { Question, Questionnaire } from '../types';

const choices = (...labels: readonly string[]) => labels.map((label, i) => ({ id: 'abcdef'[i]!, label }));

const questions: readonly Question[] = [
  {
    id: 'often',
    kind: 'single',
    title: '你多久喝一次咖啡？',
    required: true,
    choices: choices('还没喝过几次', '一周一两杯', '每天一杯', '一天两杯以上'),
  },
  {
    id: 'milk',
    kind: 'single',
    title: '更爱哪一种？',
    required: true,
    choices: choices('奶多一点', '奶和咖啡一半一半', '少奶', '不加奶'),
  },
  {
    id: 'sugar',
    kind: 'scale',
    title: '想要多甜？',
    required: true,
    min: 0,
    max: 4,
    minLabel: '完全不甜',
    maxLabel: '像甜点',
    when: toCondition({ every: true, clauses: [{ name: 'answers.milk', op: 'is_not', value: 'd' }] })!,
  },
  {
    id: 'fruit',
    kind: 'single',
    title: '哪种味道让你想再喝一口？',
    required: true,
    choices: choices('烤坚果、巧克力', '焦糖', '莓果', '柠檬、花香'),
  },
  {
    id: 'morning',
    kind: 'single',
    title: '什么时候最想来一杯？',
    required: true,
    choices: choices('早上醒来', '下午犯困', '饭后', '和朋友聊天'),
  },
  {
    id: 'cups',
    kind: 'number',
    title: '如果有一包豆子，你一周大概用得了几杯？',
    required: false,
    min: 0,
    max: 50,
    unit: '杯',
  },
];

/** A template that has nothing to do with skin: which coffee somebody may like. */
export const coffeeTaste: Questionnaire = {
  title: '你的咖啡口味',
  intro: '六道题，猜猜哪支豆子合你的胃口。猜错了告诉我们，我们改。',
  minutes: 1,
  sections: [{ id: 'taste', title: '口味', questions }],
  dimensions: [
    {
      id: 'strong',
      name: '浓度',
      low: '轻柔',
      high: '浓郁',
      score: toScore(questions, { often: { b: 1, c: 2, d: 3 }, milk: { b: 1, c: 2, d: 3 } }),
    },
    {
      id: 'bright',
      name: '明亮',
      low: '醇厚',
      high: '果酸',
      score: toScore(questions, { fruit: { b: 1, c: 3, d: 4 }, morning: { a: 1, d: 1 } }),
    },
    { id: 'sweet', name: '甜', low: '不甜', high: '很甜', score: toScore(questions, { sugar: 1 }) },
  ],
  results: [
    {
      id: 'bright',
      name: '清晨果园',
      line: '你喜欢有花果香、亮亮的咖啡。',
      means: '酸不是坏事，对你来说它像水果。浅烘的豆子最能留住这些味道。',
      thisWeek: ['试一杯浅烘手冲，水温 92 度。', '先闻再喝，说出一种水果。'],
      when: toCondition({
        every: true,
        clauses: [
          { name: 'percent.bright', op: 'at_least', value: 60 },
          { name: 'percent.sweet', op: 'at_most', value: 60 },
        ],
      })!,
    },
    {
      id: 'strong',
      name: '深夜书桌',
      line: '你要的是一口就醒的厚实。',
      means: '深烘和意式的浓，让你觉得这才叫咖啡。坚果和巧克力的尾巴是你的安全感。',
      thisWeek: ['试一份深烘浓缩，别急着加奶。', '下午三点以后换成低因，睡得更好。'],
      when: toCondition({ every: true, clauses: [{ name: 'percent.strong', op: 'at_least', value: 60 }] })!,
    },
    {
      id: 'sweet',
      name: '周末甜点',
      line: '咖啡对你是一份小小的甜。',
      means: '奶香、焦糖和朋友，比浓度重要。拿铁和风味拿铁会让你开心。',
      thisWeek: ['把糖换成一半，看看奶自己的甜。', '约一个朋友喝一杯。'],
      when: toCondition({ every: true, clauses: [{ name: 'percent.sweet', op: 'at_least', value: 50 }] })!,
    },
  ],
  fallback: {
    id: 'balanced',
    name: '刚刚好',
    line: '你喜欢平衡，不偏不倚。',
    means: '中烘的豆子，少奶少糖，最合你。',
    thisWeek: ['试一杯中烘美式，放温一点再喝。'],
  },
  careDays: 0,
  notice: '口味会变，三个月后再来一次，也许是另一个你。',
};
