import { Link } from 'react-router';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { PLACES } from '../app/places';
import { Card } from '../ui/pieces';

/** Each page in three lines. */
const PAGES: Record<string, [string, string, string]> = {
  '/': [
    '今天要你看一眼的事，都在这里。',
    '正在进行的活动，人数是活的，点进去就是现场。',
    '刚开始用的话，跟着五步走。',
  ],
  '/activities': [
    '活动就是一条规则：在哪些群、什么时候、扣什么、给什么。',
    '用一句话、模板、复制或表格都能建；启动前能看到它会怎么说。',
    '改正在进行的活动会存成新版，从那一刻起生效。',
  ],
  '/calendar': [
    '一周里什么时候办什么。',
    '拖一下就改期，按住 Alt 拖就再建一份。',
    '两个活动抢同一个口令，会标出来。',
  ],
  '/groups': [
    '机器人在的群，按名字、标签、门店找。',
    '点进去看成员、热闹的时段和正在聊的。',
    '标签用来给活动选群，比如「咖啡」。',
  ],
  '/people': [
    '认识的每个人，按昵称或号找。',
    '积分、参加过什么、为什么得的，一条条都在。',
    '必要时放进黑名单，随时能解除。',
  ],
  '/simulator': [
    '不用微信，也能把活动整个试一遍。',
    '扮演任何成员说话，或者来一群人。',
    '点任何一条消息，看它为什么这样处理。',
  ],
  '/outgoing': [
    '机器人说的每句话都先过闸口。',
    '没让发的，写明了为什么。',
    '静默时段、条数上限和间隔在「规则」里改。',
  ],
  '/risk': ['几秒里连进很多群的号，会自动进黑名单。', '每一条都有证据。', '人说了算，一键解除。'],
  '/ledger': [
    '积分的每一笔，都有来处和去处。',
    '记下就不改；要更正，是再记一笔。',
    '点账户名，只看它的流水。',
  ],
  '/org': ['谁是谁，能做什么，管到哪里。', '停用的人立刻退出所有设备。', '给别的系统用的密钥也在这里。'],
  '/settings': [
    '数据库、消息判定、渠道、备份，好不好一眼看完。',
    '要管的排在最前面，写着下一步做什么。',
    '品牌名在这里改，演示品牌在这里装上或清空。',
  ],
  '/audit': ['人做的每次改动都在。', '改前改后对照着看。', '只能看，不能删。'],
};

/** Three lines about every page one may open, and the keys. */
export const Help = () => {
  const can = useCan();
  const places = PLACES.flatMap((part) => part.places).filter(
    ({ right }) => right === undefined || can(right),
  );
  return (
    <Page title="使用说明" lead="每一页三句话。">
      <div className="halves">
        {places.map(({ name, to }) => {
          const lines = PAGES[to];
          return lines ? (
            <Card key={to} title={<Link to={to}>{name}</Link>}>
              {lines.map((line) => (
                <p key={line}>{line}</p>
              ))}
            </Card>
          ) : null;
        })}
        <Card title="键盘">
          <p>
            <span className="kbd">Ctrl K</span> 或 <span className="kbd">⌘ K</span> 搜索；
            <span className="kbd">↑</span> <span className="kbd">↓</span> 在列表里移动，
            <span className="kbd">Enter</span> 打开。
          </p>
        </Card>
      </div>
    </Page>
  );
};
