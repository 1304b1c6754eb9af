import { nowMs } from '@/api/now';
import type { AnswerOf } from '@/api/routes';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { useFresh } from '@/api/use-fresh';
import { go, PAGES } from '@/platform/navigate';
import { Card, Notice, Tag } from '@/ui/card';
import { Box, Heading, Tap } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { figure } from '@/words/say';
import { daysSince, fullDate } from '@/words/time';
import './index.scss';

/** 我的: who I am here, what I have, and everything about my data. */
export default function Me() {
  const me = useAnswer('member.me', {}, { on: session() !== undefined });
  const { refresh } = me;
  useFresh(refresh);
  return (
    <Page title="我的" tab="me">
      <Shown asked={me} skeleton={{ figure: true, rows: 7 }}>
        {(value) => <MeBody me={value} />}
      </Shown>
    </Page>
  );
}

const MeBody = ({ me }: { me: AnswerOf<'member.me'> }) => (
  <>
    <Box className="me-head">
      <Box className="me-face" silent>
        {Array.from(me.nickname)[0] ?? ''}
      </Box>
      <Box className="me-name-box">
        <Heading level={2} className="me-name">
          {me.nickname}
        </Heading>
        <Box className="me-since">{`在${me.brandName}第 ${figure(daysSince(me.since, nowMs()))} 天`}</Box>
      </Box>
    </Box>
    {me.blacklisted ? (
      <Notice tone="warn">
        {`${fullDate(me.blacklisted.at)}起，你的账号暂时不能参加活动：${me.blacklisted.reason}。如果弄错了，在群里跟店员说一声，核实后马上恢复。`}
      </Notice>
    ) : null}
    <Card className="me-figures">
      <Figure value={me.points} name="积分" onTap={() => go(PAGES.points)} good />
      <Figure value={me.groups} name="个群" onTap={() => go(PAGES.groups)} />
    </Card>
    <Mine />
    <Card className="card-rows">
      <List label="数据和设置">
        <Row title="遇到问题" line="没收到奖品、扣 1 没反应……" onTap={() => go(PAGES.help)} />
        <Row title="我的数据" line="看、带走、撤回同意、删除" onTap={() => go(PAGES.data)} />
        <Row title="设置和关于" onTap={() => go(PAGES.settings)} />
      </List>
    </Card>
  </>
);

/** What I have, with what waits for me in it. A figure that does not come leaves its row as it is. */
const Mine = () => {
  const on = session() !== undefined;
  const cabinet = useAnswer('member.cabinet', { show: 'to_do', limit: 1 }, { on });
  const notices = useAnswer('member.notices', { limit: 1 }, { on });
  const earnings = useAnswer('member.earnings', {}, { on });
  useFresh(() => Promise.all([cabinet, notices, earnings].map(({ refresh }) => refresh())));
  const toDo = cabinet.value?.toDo ?? 0;
  const unread = notices.value?.unread ?? 0;
  return (
    <>
      <Card className="card-rows">
        <List label="我得到的">
          <Row
            title="消息"
            line="发货、到期、老师的回复"
            aside={unread > 0 ? <Tag tone="warn">{`${figure(unread)} 条没看`}</Tag> : undefined}
            onTap={() => go(PAGES.inbox)}
          />
          <Row
            title="奖品柜"
            line="领取、物流、自提码"
            aside={toDo > 0 ? <Tag tone="warn">{`${figure(toDo)} 件等你领`}</Tag> : undefined}
            onTap={() => go(PAGES.prizes)}
          />
          <Row title="我的优惠券" line="能用的、用过的" onTap={() => go(PAGES.coupons)} />
          <Row title="我的开盒记录" line="每一次都能验证" onTap={() => go(PAGES.myDraws)} />
          <Row title="积分明细" line="每一笔从哪来" onTap={() => go(PAGES.points)} />
          <Row title="我在的群" line="群里正在进行什么" onTap={() => go(PAGES.groups)} />
        </List>
      </Card>
      <Card className="card-rows">
        <List label="测一测和 KOC">
          <Row title="测一测" line="测肤结果、和老师的对话" onTap={() => go(PAGES.intake)} />
          <Row
            title="KOC 中心"
            line={earnings.value?.koc ? '素材、子群、送心意、权益' : '看看自己走到哪一步了'}
            onTap={() => go(PAGES.koc)}
          />
          {earnings.value?.koc ? (
            <Row title="我的收益" line="推荐的订单、佣金和提现" onTap={() => go(PAGES.earnings)} />
          ) : null}
        </List>
      </Card>
    </>
  );
};

interface FigureProps {
  value: number;
  name: string;
  onTap: () => void;
  good?: boolean;
}

const Figure = ({ value, name, onTap, good }: FigureProps) => (
  <Tap className="me-figure" onTap={onTap}>
    <Box className={`me-figure-value ${good ? 'me-figure-good' : ''}`}>{figure(value)}</Box>
    <Box className="me-figure-name">{name}</Box>
  </Tap>
);
