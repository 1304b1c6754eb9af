/** Names as people in Chinese groups call themselves, made up, for rooms of the simulator and the demo brand. */

const split = (text: string): string[] => Array.from(text);
const words = (text: string): string[] => text.split(' ');

const WITH_A = split('楠宁哲远澜敏蓝杰芳文峰琳强慧晨瑶斌雅阳洁冰珍成霞伟彬萍凯雯泽');
const WITH_XIAO = split('满鹿北雨雪棠米鱼七冉禾夏葵晚柚白洛茉安树竹云喵南桃枣舟麦星栗');
const DOUBLED = split('糖果豆圆甜暖团朵晴妞萌点橙悠可乐球多恩依莹倩珊');
const SURNAMES = split(
  '林陈周吴郑王李赵孙钱许何吕施张孔曹严华金魏陶姜谢邹苏潘葛范彭鲁韦马方俞袁柳唐费薛雷贺倪汤',
);
const GIVEN = words(
  '晓雯 思远 佳怡 子涵 雨桐 俊杰 梦瑶 志强 丽娟 文静 海燕 建华 嘉欣 浩然 诗琪 明轩 婉婷 国栋 小燕 一帆 若曦 春梅 宇航 静怡',
);
const AS_CALLED = words('先生 女士 姐 哥 老师 同学 阿姨 师傅 医生 妹妹');
const CHILDREN = words(
  '豆豆 果果 糖糖 朵朵 乐乐 安安 小宝 一一 团子 米粒 西西 可可 桃桃 小满 石头 年糕 丸子 暖暖 多多 皮皮 阳阳 圆圆 妞妞 小鱼儿 布丁 泡泡 悠悠 虎子 小核桃 十一',
);
const PARENTS = words('妈 妈妈 爸 爸爸 奶奶 麻麻');
const POETIC = words(
  '晚风 南栀 青柠 半夏 拾光 听雨 云朵 初七 木槿 山茶 月白 清欢 雾岛 春山 知秋 薄荷 海盐 松间 白露 星河 浅夏 归鹿 橘子汽水 海边的风 一颗柚子 慢慢来 今天也要开心 早睡早起 人间小满 加冰不加糖 不吃香菜 下班去看海 三分甜 等风来 多肉葡萄 向日葵 小确幸 苏打水 周末愉快 平安喜乐 岁月静好 心若向阳 上善若水 宁静致远 云淡风轻 花开半夏 一米阳光 风轻云淡 知足常乐 一路向北 半糖主义 今天吃什么 不想上班 好好吃饭 随遇而安 晴天 夏至未至 雨过天晴 山有木兮 四月天 顺其自然 微凉 浮生 若水 梧桐 小橘灯 白日梦 打工人 明天一定早起 芝士就是力量',
);
const FOND_OF = words(
  '爱喝拿铁的 爱睡觉的 爱晒太阳的 不加班的 会游泳的 爱跑步的 想旅行的 在减肥的 爱做饭的 追剧的 爱拍照的 养花的 想早睡的 怕冷的 爱吃辣的 会做梦的',
);
const CREATURES = words(
  '猫 小熊 考拉 鲸鱼 仙人掌 柴犬 小兔 企鹅 水獭 刺猬 河马 松鼠 橘猫 羊驼 海豚 小象 树懒 柯基',
);
const LATIN = words(
  'Vivian Leo Cici Momo Yuki Ivy Ethan Luna Kiki Ann Jason Coco Fiona Sam Lulu Grace Nina Eric Bella Tina Amy Kevin Lily Jenny Tony Linda Helen Vicky Wendy Peter Susan Joy Mia Zoe Oscar Emma Daisy Cherry Alice Frank',
);

const pairs = (heads: readonly string[], tails: readonly string[]): string[] =>
  heads.flatMap((head) => tails.map((tail) => head + tail));

/** Enough for the demo brand's two thousand without a number behind any of them. */
const ALL: readonly string[] = [
  ...new Set([
    ...WITH_A.map((each) => `阿${each}`),
    ...WITH_XIAO.map((each) => `小${each}`),
    ...DOUBLED.map((each) => each + each),
    ...pairs(['小', '老'], SURNAMES),
    ...pairs(SURNAMES, GIVEN),
    ...pairs(SURNAMES, AS_CALLED),
    ...pairs(CHILDREN, PARENTS),
    ...POETIC,
    ...pairs(FOND_OF, CREATURES),
    ...LATIN,
    ...pairs(
      LATIN,
      SURNAMES.slice(0, 8).map((surname) => ` ${surname}`),
    ),
  ]),
];

/** Chance that always falls the same way for a seed: numbers from 0 (included) to 1 (not). Mulberry32. */
export function seededChance(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A number from a text, to seed chance with. FNV-1a. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193);
  return hash;
}

/**
 * So many different nicknames; the same seed gives the same ones in the same order, and asking for more only
 * adds to them. Where there are no new names left, a number is added.
 */
export function nicknames(count: number, seed: number): string[] {
  const chance = seededChance(seed);
  const pool = [...ALL];
  for (let i = 0; i < pool.length - 1; i += 1) {
    const other = i + Math.floor(chance() * (pool.length - i));
    [pool[i], pool[other]] = [pool[other]!, pool[i]!];
  }
  return Array.from({ length: count }, (_, i) => {
    const round = Math.floor(i / pool.length);
    const name = pool[i % pool.length]!;
    return round === 0 ? name : `${name}${round + 1}`;
  });
}
