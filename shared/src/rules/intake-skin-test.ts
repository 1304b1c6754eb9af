import { type PointsForm, toCondition, toScore } from './intake-form';
import type { Dimension, Question, Questionnaire, ResultType, Section } from '../types';

/*
 * The skin test we ship, in our own words. Its four dimensions (dry or oily, sensitive or resistant, pigmented or
 * not, prone to lines or firm) and the sixteen types they make are those of the published skin-type literature
 * (L. Baumann, Dermatologic Clinics 26, 2008). It is a way to talk about care, not a diagnosis.
 */

const choices = (...labels: readonly string[]) => labels.map((label, i) => ({ id: 'abcdef'[i]!, label }));
const single = (id: string, title: string, labels: readonly string[], help?: string): Question => ({
  id,
  kind: 'single',
  title,
  required: true,
  choices: choices(...labels),
  ...(help === undefined ? {} : { help }),
});

const sections: readonly Section[] = [
  {
    id: 'oil',
    title: '水和油',
    questions: [
      single(
        'wash',
        '洗完脸什么都不涂，半小时后脸是什么感觉？',
        ['很紧，想马上涂东西', '有一点紧', '没什么感觉', '已经开始泛油'],
        '想一想最近两周的平常日子。',
      ),
      single('noon', '到了中午，额头和鼻子看起来怎样？', [
        '起皮或发干',
        '和早上差不多',
        '鼻头有点亮',
        '整片油亮',
      ]),
      single('pores', '站在镜子前一臂远，能看见脸颊的毛孔吗？', [
        '看不见',
        '凑近才看见',
        '能看见一些',
        '很明显',
      ]),
      {
        id: 'cream',
        kind: 'scale',
        title: '涂上面霜一小时后，脸有多油？',
        required: true,
        min: 0,
        max: 4,
        minLabel: '都吸收了',
        maxLabel: '像没洗脸',
      },
    ],
  },
  {
    id: 'calm',
    title: '敏感还是耐受',
    questions: [
      single('flush', '吃辣、运动或遇热以后，脸会发红吗？', [
        '几乎不会',
        '偶尔，一会儿就退',
        '经常，要半小时才退',
        '动不动就红',
      ]),
      single('newCare', '过去半年，有没有哪样护肤品用了不舒服？', [
        '没有',
        '有一样',
        '有两三样',
        '很多都不舒服',
      ]),
      {
        id: 'howFelt',
        kind: 'multi',
        title: '用了不舒服的时候，是哪种不舒服？',
        help: '可以多选。',
        required: true,
        choices: choices('刺痛', '发痒', '泛红', '长小疹子'),
        when: toCondition({ every: true, clauses: [{ name: 'answers.newCare', op: 'is_not', value: 'a' }] })!,
      },
      single('season', '换季或换城市的头一周，皮肤会闹脾气吗？', [
        '不会',
        '有一点干痒',
        '会红一阵',
        '每次都要好几天才稳下来',
      ]),
    ],
  },
  {
    id: 'tone',
    title: '颜色',
    questions: [
      single('mark', '长过一颗痘以后，印子多久淡掉？', ['几天', '两三周', '一两个月', '半年还在']),
      single('sun', '晒一下午太阳，不涂防晒会怎样？', [
        '先红，之后恢复原样',
        '稍微黑一点',
        '明显变黑',
        '变黑，而且一块一块的',
      ]),
      single('spots', '脸上有晒出来的深色小点或不均匀的地方吗？', [
        '没有',
        '一两处',
        '脸颊有一片',
        '好几处，每年多一点',
      ]),
    ],
  },
  {
    id: 'lines',
    title: '纹路',
    questions: [
      single('smile', '不做表情的时候，眼角或额头有纹吗？', [
        '没有',
        '累的时候有',
        '一直有浅浅几条',
        '一直有，而且变深',
      ]),
      single('outdoors', '过去五年，平均每天晒到太阳多久？', [
        '几乎不晒',
        '通勤的路上',
        '一两个小时',
        '大半天在户外',
      ]),
      single('sleep', '睡前和熬夜的习惯更像哪一种？', [
        '早睡，睡得稳',
        '偶尔熬夜',
        '一周熬两三天',
        '天天熬，还常抽烟或在烟味里',
      ]),
    ],
  },
  {
    id: 'you',
    title: '你在意的',
    questions: [
      {
        id: 'wish',
        kind: 'multi',
        title: '最想让老师帮你看哪几件事？',
        help: '最多选两件，老师会先说这些。',
        required: true,
        maxChoices: 2,
        choices: choices('干和起皮', '出油和痘', '泛红和刺痛', '暗沉和印子', '细纹', '不知道怎么搭配产品'),
      },
      {
        id: 'photo',
        kind: 'photo',
        title: '愿意的话，拍一张素颜照给老师看',
        help: '自然光、正脸、不开美颜。不拍也完全可以。',
        required: false,
        consentText:
          '照片只给回答你的老师看，加密保存，不用于识别你是谁，也不用于宣传。你随时可以在这里删掉它，或撤回同意。',
      },
    ],
  },
];

const fromLow = { b: 1, c: 2, d: 3 };
const dimension = (id: string, name: string, low: string, high: string, points: PointsForm): Dimension => ({
  id,
  name,
  low,
  high,
  score: toScore(
    sections.flatMap(({ questions }) => [...questions]),
    points,
  ),
});

const dimensions: readonly Dimension[] = [
  dimension('oil', '油分', '偏干', '偏油', { wash: fromLow, noon: fromLow, pores: fromLow, cream: 1 }),
  dimension('calm', '敏感', '耐受', '敏感', {
    flush: fromLow,
    newCare: fromLow,
    howFelt: { a: 1, b: 1, c: 1, d: 1 },
    season: fromLow,
  }),
  dimension('tone', '色沉', '不易色沉', '易色沉', { mark: fromLow, sun: fromLow, spots: fromLow }),
  dimension('lines', '纹路', '紧致', '易有细纹', { smile: fromLow, outdoors: fromLow, sleep: fromLow }),
];

/** One type: which side of each axis, its name, one sentence, and what it means. */
type Sides = readonly [oily: boolean, sensitive: boolean, pigmented: boolean, lined: boolean];
const type = (sides: Sides, name: string, line: string, means: string): ResultType => ({
  id: ['oil', 'calm', 'tone', 'lines'].map((axis, i) => `${axis}${sides[i] ? 1 : 0}`).join('-'),
  name,
  line,
  means,
  thisWeek: weekOf(sides),
  when: toCondition({
    every: true,
    clauses: dimensions.map(({ id }, i) => ({
      name: `percent.${id}`,
      op: sides[i] ? 'at_least' : 'at_most',
      value: sides[i] ? HALF : HALF - 1,
    })),
  })!,
});

/** From here on the upper side of an axis. */
const HALF = 45;

/** Three things for this week: one for water and calm, one for colour, one for lines. */
function weekOf([oily, sensitive, pigmented, lined]: Sides): string[] {
  return [
    oily
      ? sensitive
        ? '晚上只洗一次脸，用不起沙的洁面，水温和手差不多；这周不去角质、不用撕拉面膜。'
        : '早晚各洗一次，油的地方多揉十秒；保湿换成乳液，脸颊和 T 区可以不一样多。'
      : sensitive
        ? '早上用清水洗脸，面霜涂两层薄的；这周不换任何新东西，让皮肤歇一歇。'
        : '洗完脸三分钟内涂保湿，趁皮肤还有一点潮；空调房里放一杯水，下午补一次。',
    pigmented
      ? '每天早上防晒涂够一元硬币那么多，出门带帽子；长了痘别用手碰，印子会浅一些。'
      : '早上涂一层防晒就好，户外超过两小时补一次。',
    lined
      ? '晚上十一点半前放下手机，眼周用无名指轻轻点开眼霜；这周至少四天在睡前涂。'
      : '保持现在的作息，给脸拍一张照片存着，三个月后对比看看。',
  ];
}

const O = true;
const results: readonly ResultType[] = [
  type(
    [!O, O, O, O],
    '干 · 敏感 · 易沉 · 易纹',
    '你的皮肤很诚实，干了、累了都会马上告诉你。',
    '皮肤留不住水，外面的一层比较薄，热和新东西都容易让它发红；红过的地方常留下印子，干的时候细纹也更显眼。先把水锁住、把刺激减少，其他的会跟着好看起来。',
  ),
  type(
    [!O, O, O, !O],
    '干 · 敏感 · 易沉 · 紧致',
    '底子紧致，缺的是水和一点安静。',
    '皮肤缺水又怕刺激，红过、晒过的地方颜色退得慢；好在轮廓紧，纹路少。少换产品、认真防晒，比多涂一瓶精华更有用。',
  ),
  type(
    [!O, O, !O, O],
    '干 · 敏感 · 不易沉 · 易纹',
    '需要的是温柔和规律，不是更多瓶罐。',
    '皮肤干、容易泛红，表情纹在干的时候会深一些；颜色倒很均匀，晒过也退得快。把保湿做厚、作息放稳，纹路会显得软下来。',
  ),
  type(
    [!O, O, !O, !O],
    '干 · 敏感 · 不易沉 · 紧致',
    '很多人羡慕的薄皮肤，只是怕干也怕热。',
    '皮肤细、颜色匀，也没什么纹，但留水的能力弱，换季容易发红发痒。简单的几样东西用熟，比追新更适合你。',
  ),
  type(
    [!O, !O, O, O],
    '干 · 耐受 · 易沉 · 易纹',
    '皮肤很能扛，所以更要替它记得防晒。',
    '什么都能用，不容易红，但水分少，晒过的颜色和纹路会慢慢攒下来。你可以放心用功效型的保湿和亮肤产品，前提是每天防晒。',
  ),
  type(
    [!O, !O, O, !O],
    '干 · 耐受 · 易沉 · 紧致',
    '紧致又省心，只差水分和均匀。',
    '皮肤结实、不挑产品，主要是干，印子和晒斑退得慢一点。把防晒变成和刷牙一样的习惯，再加一层保湿就够了。',
  ),
  type(
    [!O, !O, !O, O],
    '干 · 耐受 · 不易沉 · 易纹',
    '颜色干净，纹路只是在提醒你多喝水、早点睡。',
    '皮肤不敏感、颜色匀，干的时候细纹先出来。油润一点的面霜和规律的睡眠，对你见效最快。',
  ),
  type(
    [!O, !O, !O, !O],
    '干 · 耐受 · 不易沉 · 紧致',
    '很好打理的皮肤，给它水就好。',
    '不怕刺激、不爱留印子、轮廓也紧，只是偏干。一支合适的保湿用到空瓶，胜过一桌子的试用装。',
  ),
  type(
    [O, O, O, O],
    '油 · 敏感 · 易沉 · 易纹',
    '看着油，其实它有点委屈。',
    '出油多、也容易红，长痘以后留印子，纹路在疲惫时明显。越用力洗，油和红都会更多；轻一点、少一步，反而稳。',
  ),
  type(
    [O, O, O, !O],
    '油 · 敏感 · 易沉 · 紧致',
    '皮肤有活力，只是容易激动。',
    '油脂旺、怕刺激，痘印和晒印退得慢，好在紧致。控油交给温和的清洁，印子交给防晒和时间。',
  ),
  type(
    [O, O, !O, O],
    '油 · 敏感 · 不易沉 · 易纹',
    '油帮你挡住了一些干纹，剩下的交给好睡眠。',
    '出油和泛红常一起出现，印子倒退得快，细纹多半来自熬夜和暴晒。清爽、少香精的产品会让你舒服很多。',
  ),
  type(
    [O, O, !O, !O],
    '油 · 敏感 · 不易沉 · 紧致',
    '年轻感十足，别被一时的红和痘吓到。',
    '皮肤油、偶尔发红长小疹子，但颜色匀、没什么纹，恢复也快。产品少而稳，毛巾枕套勤换，就能平静不少。',
  ),
  type(
    [O, !O, O, O],
    '油 · 耐受 · 易沉 · 易纹',
    '能吃苦的皮肤，该给它一顶帽子了。',
    '不怕刺激、油脂也多，所以常常忘了照顾；晒出来的颜色和纹会一点点留下。防晒加规律，是你最划算的两件事。',
  ),
  type(
    [O, !O, O, !O],
    '油 · 耐受 · 易沉 · 紧致',
    '底子厚实，亮起来只差均匀。',
    '油光和印子是主要的烦恼，皮肤却很能适应新东西，也很紧。白天防晒、晚上好好洗，颜色会慢慢匀。',
  ),
  type(
    [O, !O, !O, O],
    '油 · 耐受 · 不易沉 · 易纹',
    '油润是天生的保护，作息是后天的。',
    '皮肤结实、颜色干净，油脂偏多；纹路多来自太阳和熬夜。清爽的保湿加早睡，比厚重的抗皱霜更合适。',
  ),
  type(
    [O, !O, !O, !O],
    '油 · 耐受 · 不易沉 · 紧致',
    '最省心的一种，别折腾它就好。',
    '不敏感、不留印、不显纹，只是油光多一点。洗干净、涂清爽的保湿和防晒，剩下的时间去做喜欢的事。',
  ),
];

export const skinTest: Questionnaire = {
  title: '三分钟测肤',
  intro: '十几道小题，看看你的皮肤这阵子想要什么。答完会有老师看你的结果，接下来两周不会有任何推销找你。',
  minutes: 3,
  sections,
  dimensions,
  results,
  fallback: {
    id: 'between',
    name: '刚好在中间',
    line: '你的皮肤这阵子很平衡。',
    means: '几个方向都不明显，说明现在的习惯大体合适。换季的时候再测一次，看看有没有变化。',
    thisWeek: ['洗完脸趁潮涂保湿。', '每天早上涂防晒。', '早半小时睡，一周后摸摸看。'],
  },
  careDays: 14,
  notice: '这是护肤习惯的参考，不是诊断。如果有持续的疼痛、溃破或大片红疹，请去看皮肤科医生。',
};
