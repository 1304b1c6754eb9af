/** Texts that the adviser of the demo keeps at hand. */
export const SCRIPTS = [
  {
    title: '第一次问候',
    text: '你好呀，我看完你的结果了。先说最要紧的一件：这周别换新东西，让皮肤歇一歇。',
  },
  { title: '防晒怎么涂', text: '每天早上一元硬币那么多，分两次点开；出门超过两小时补一次。' },
  { title: '该看医生', text: '你说的疼和破皮，护肤品帮不上忙，先去皮肤科看一看，结果告诉我一声。' },
];

/** What is said about a part of a result; the first that the result's name holds leads. */
const ADVICE: readonly [part: string, text: string][] = [
  ['敏感', '先让皮肤安静下来：这周晚上只用洁面和面霜两样，别的都停，三天后告诉我还红不红。'],
  ['易沉', '印子退得慢，多半是防晒没跟上。先把早上的防晒补起来，晒到的日子补一次，别的先不加。'],
  ['易纹', '纹路先看作息：这几天十一点半前放下手机，连着四天，我们再看。'],
  ['干', '水分不够，洗脸水温低一点，洗完三分钟内就涂面霜，中午觉得紧再补一层薄的。'],
  ['油', '出油不用天天跟它较劲，早上清水洗就够，越洗越油的话就是洗多了。'],
];
const GOOD = '底子很好，别折腾它：洗干净、涂保湿、出门防晒，三件事做稳就够了。';

/** What the adviser says about a result, by what its name says: the two parts that matter most. */
export function adviceFor(result: string): string {
  const parts = result.split(' · ');
  const [first, second] = ADVICE.filter(([part]) => parts.includes(part)).map(([, text]) => text);
  return `我看完你的结果了。${first ?? GOOD}${second ? `另外，${second}` : ''}`;
}

/** What somebody asks back, what they are answered, and how they say it was in the end. */
export const TALKS: readonly { ask: string; answer: string; stars: number; word: string }[] = [
  {
    ask: '谢谢老师。那我晚上的精华要不要停？',
    answer: '先停一周，皮肤稳住了再隔天用。停的这几天同一个位置拍张照，我们对比着看。',
    stars: 5,
    word: '第一次有人劝我少用一点',
  },
  {
    ask: '上班吹空调，下午脸就紧了，有什么办法？',
    answer: '中午薄薄补一层乳就行。别用喷雾，水干了反而更紧；桌上放杯水，比什么都管用。',
    stars: 4,
    word: '说得很清楚，照着做好多了',
  },
  {
    ask: '我怀孕五个月，防晒还能用吗？',
    answer: '可以，选物理防晒，晚上好好洗掉。别的功效型先放一放，想加什么，先问产检医生再告诉我。',
    stars: 5,
    word: '',
  },
  {
    ask: '早上只用清水洗，会不会洗不干净？',
    answer: '不会。夜里出的那点油，清水就够了；防晒和妆是晚上的事，晚上再用洗面奶。',
    stars: 5,
    word: '不推销，真的在回答问题',
  },
];
