import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { useFresh } from '@/api/use-fresh';
import { activityPage, go, PAGES } from '@/platform/navigate';
import { QuietButton, TextButton } from '@/ui/buttons';
import { Card, CardHead, Tag } from '@/ui/card';
import { Box } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { figure } from '@/words/say';
import { fullDate } from '@/words/time';
import './index.scss';

/** 我在的群: which groups I am in, and what runs there. */
export default function Groups() {
  const groups = useAnswer('member.groups', {}, { on: session() !== undefined });
  const { refresh } = groups;
  useFresh(refresh);
  return (
    <Page title="我在的群">
      <Shown asked={groups}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="你还没在任何品牌群里" line="扫门店的群码进群，活动和福利就会出现在这里。">
              <QuietButton onTap={() => go(PAGES.join)}>我有朋友的入群码</QuietButton>
            </Empty>
          ) : (
            <>
              {items.map((group) => (
                <Card key={group.id} className="group-card">
                  <CardHead title={group.name} aside={`${figure(group.members)} 人`} />
                  <Box className="group-since">{`${fullDate(group.joinedAt)} 进群`}</Box>
                  {group.botCanRead ? null : <Tag tone="info">这个群在小程序里扣 1</Tag>}
                  {group.botCanRead && !group.botCanPost ? (
                    <Tag tone="info">机器人只数不说话，算没算看这里</Tag>
                  ) : null}
                  {group.running.length === 0 ? (
                    <Box className="group-quiet">现在没有活动</Box>
                  ) : (
                    <List label="正在进行">
                      {group.running.map((one) => (
                        <Row
                          key={one.id}
                          title={one.title}
                          line="正在进行"
                          onTap={() => go(activityPage(one.id))}
                        />
                      ))}
                    </List>
                  )}
                </Card>
              ))}
              <TextButton onTap={() => go(PAGES.join)}>我有朋友的入群码 ›</TextButton>
            </>
          )
        }
      </Shown>
    </Page>
  );
}
