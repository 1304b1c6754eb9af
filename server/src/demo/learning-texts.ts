import type { LessonContent } from '@kouyi/shared/contracts';
import type { WishKind } from '@kouyi/shared/types';
import type { StillLife } from './still-life';

/** Materials of the demo; `code` names the product. */
export const MATERIALS: readonly {
  title: string;
  parts: { experience: string; service: string; value: string };
  tags: string[];
  code: string;
  /** What a friend pays for one, in fen. */
  paidFen: number;
  pictures: StillLife[];
}[] = [
  {
    title: '精华的第一周',
    parts: {
      experience:
        '换季脸颊老是泛红，用了七天焕颜精华：第三天紧绷少了，第七天照镜子红血丝淡了一圈。晚上两滴就够，别贪多。',
      service: '不知道自己适不适合，可以先做一个三分钟的测肤，老师会一条条看完再回你，不推销。',
      value: '这周在门店报我的名字，可以先领一支旅行装试试。',
    },
    tags: ['护肤', '真实体验'],
    code: 'JH-50',
    paidFen: 32_400,
    pictures: [
      { thing: 'serum', wall: '#ecd3c3', body: '#b8694b', trim: '#3b2f27', beside: 'leaf' },
      { thing: 'cream', wall: '#dde6d6', body: '#f0e2cd', trim: '#7b9876', beside: 'leaf' },
    ],
  },
  {
    title: '熬夜后的面膜',
    parts: {
      experience: '加班到十二点，敷一片积雪草面膜，第二天上妆不卡粉。敏感肌也敷得住，不刺痛。',
      service: '一周几片合适，群里问小助理就有答复。',
      value: '',
    },
    tags: ['护肤', '熬夜'],
    code: 'MB-5',
    paidFen: 6_400,
    pictures: [{ thing: 'mask', wall: '#d3e1e3', body: '#5f8f98', trim: '#2f5a63', beside: 'towel' }],
  },
  {
    title: '一杯挂耳的五分钟',
    parts: {
      experience: '早上一包挂耳，中度烘焙，坚果香，不酸。水温九十二度，分三次冲，刚好一首歌的时间。',
      service: '喝不惯可以换一款，店里有试饮。',
      value: '群里扣 1 的朋友，可以抽一包带走。',
    },
    tags: ['咖啡', '早晨'],
    code: 'KF-10',
    paidFen: 5_400,
    pictures: [
      { thing: 'cup', wall: '#ecdfcf', body: '#c8553b', trim: '#c8553b', beside: 'beans' },
      { thing: 'drip', wall: '#e6dacb', body: '#7a4e2d', trim: '#b07c50', beside: 'beans' },
    ],
  },
];

/** A lesson for everybody who wants to become a KOC, and one for those who are. */
export const LESSONS: readonly LessonContent[] = [
  {
    title: '先帮忙，再推荐',
    intro: '朋友信你，是因为你先替 TA 想。三分钟，三个小习惯。',
    audience: 'members',
    sections: [
      {
        id: 's1',
        title: '先问，再说',
        text: '朋友说「脸干」，先问：什么时候开始的？用过什么？有没有过敏？\n问完再说，说的才是 TA 的事。',
      },
      {
        id: 's2',
        title: '只说自己的感受',
        text: '「我用了七天，红少了」是感受；「包好」「保证见效」不能说，法律不许，朋友也不信。',
      },
      {
        id: 's3',
        title: '不合适就说不合适',
        text: '孕期、正在用药、皮肤破了：请 TA 先问老师或医生。少卖一单，多一个信你的人。',
      },
    ],
    questions: [
      {
        id: 'q1',
        kind: 'single',
        text: '朋友说脸干，第一句说什么？',
        options: [
          { id: 'a', text: '这款精华特别好，链接给你' },
          { id: 'b', text: '什么时候开始的？最近用了什么？' },
          { id: 'c', text: '你皮肤太差了' },
        ],
        correct: ['b'],
        explanation: '先问清楚，推荐才对得上 TA 的情况。',
      },
      {
        id: 'q2',
        kind: 'multi',
        text: '下面哪些话不能说？',
        options: [
          { id: 'a', text: '保证七天见效' },
          { id: 'b', text: '我用下来觉得不刺激' },
          { id: 'c', text: '能治痘痘' },
        ],
        correct: ['a', 'c'],
        explanation: '化妆品不能说疗效，也不能打包票；自己的感受可以说。',
      },
    ],
    passPercent: 100,
  },
  {
    title: '大促前一晚的群',
    intro: '群里热而不吵，只做四件事。',
    audience: 'kocs',
    sections: [
      { id: 's1', title: '晚上八点，预告一次', text: '说清楚几点、在哪、扣几。一条就够，别刷屏。' },
      { id: 's2', title: '有人问，先答人', text: '被问到的先答完，再发别的。问的人才是今晚的主角。' },
      { id: 's3', title: '十点以后不再发', text: '静默时段里谁都不打扰，机器人会替你守着。' },
    ],
    questions: [
      {
        id: 'q1',
        kind: 'single',
        text: '预告发几次？',
        options: [
          { id: 'a', text: '一次，说清楚' },
          { id: 'b', text: '每半小时一次' },
        ],
        correct: ['a'],
        explanation: '多发一次，走的人比来的多。',
      },
      {
        id: 'q2',
        kind: 'single',
        text: '十点半有人问价，怎么办？',
        options: [
          { id: 'a', text: '群里马上艾特所有人' },
          { id: 'b', text: '私下回 TA，群里明早再说' },
        ],
        correct: ['b'],
        explanation: '静默时段只回问的那个人。',
      },
      {
        id: 'q3',
        kind: 'multi',
        text: '预告里要写什么？',
        options: [
          { id: 'a', text: '几点' },
          { id: 'b', text: '扣几' },
          { id: 'c', text: '别家的价格' },
        ],
        correct: ['a', 'b'],
        explanation: '时间和口令写清楚就够了，不比价。',
      },
    ],
    passPercent: 66,
  },
];

/** What customers told, how many days ago, and what they were answered. */
export const WISHES: readonly {
  from: number;
  kind: WishKind;
  text: string;
  ago: number;
  answer?: { yes: boolean; answer: string; points: number };
  /** What came of it, a day later. */
  after?: string;
}[] = [
  {
    from: 5,
    kind: 'wish',
    text: '出差多，想要一套能带上飞机的小瓶装。',
    ago: 12,
    answer: { yes: true, answer: '旅行装上架了，给你留了一套，到静安店找店长就好。', points: 100 },
    after: '店长说你已经拿到了，路上用着好不好，回来告诉我们。',
  },
  {
    from: 11,
    kind: 'suggestion',
    text: '群里早上七点的消息太早了，能不能八点以后再发？',
    ago: 9,
    answer: { yes: true, answer: '说得对，从明天起早安消息改到八点半。', points: 50 },
  },
  {
    from: 16,
    kind: 'wish',
    text: '想请代言明星来店里。',
    ago: 8,
    answer: { yes: false, answer: '谢谢你敢想！今年的预算先用在大家的试用装上，我们记下了。', points: 0 },
  },
  {
    from: 640,
    kind: 'suggestion',
    text: '护肤群里答疑的时间能不能固定？我老是错过。',
    ago: 6.5,
    answer: { yes: true, answer: '好主意。苏敏老师每周三晚八点都在，群公告里写上了。', points: 50 },
  },
  {
    from: 720,
    kind: 'suggestion',
    text: '小样的成分表印得太小，看不清。',
    ago: 5,
    answer: { yes: true, answer: '下一批换大字，盒子背面再放一个能扫的码。谢谢你帮我们看出来。', points: 80 },
    after: '新盒子打样回来了，字大了一倍，先寄一份给你过目。',
  },
  { from: 2, kind: 'wish', text: '想听配方师讲讲为什么敏感肌不能天天刷酸。', ago: 2 },
  { from: 31, kind: 'suggestion', text: '挂耳咖啡的包装撕口很难撕，能不能加个小缺口？', ago: 1 },
  { from: 40, kind: 'wish', text: '想和店长一起办一次周末的咖啡小课。', ago: 0.1 },
];
