import type { SubGroupMember } from '@kouyi/shared/contracts';
import { nowMs } from '@/api/now';
import { usePages } from '@/api/use-pages';
import { PAGES } from '@/platform/navigate';
import { useQuery } from '@/platform/page';
import { usePull } from '@/platform/pull';
import { BrokenLink } from '@/ui/broken-link';
import { Card, CardHead, Tag } from '@/ui/card';
import { List, Row } from '@/ui/list';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { dayWord } from '@/words/time';
import { Letter } from '../thumb';

/** 群成员 of a sub-group of mine: who came lately, who is lively. */
export default function Members() {
  const { id = '' } = useQuery();
  if (!id) return <BrokenLink title="群成员" from="我的子群" page={PAGES.subGroups} />;
  return (
    <Page title="群成员">
      <Everybody id={id} />
    </Page>
  );
}

const Everybody = ({ id }: { id: string }) => {
  const pages = usePages('member.subGroupMembers', { id });
  usePull(pages.restart);
  return (
    <Shown asked={pages.first} skeleton={{ rows: 9, faces: true }}>
      {() =>
        pages.items.length === 0 ? (
          <Empty title="群里还没有人" line="把入群码发给几位真心聊得来的朋友，从这里开始。" />
        ) : (
          <>
            <Card>
              <CardHead title="谁在群里" aside="新来的在上面" />
              <List label="群成员">
                {pages.items.map((member) => (
                  <Row
                    key={member.personId}
                    lead={<Letter of={member.name} />}
                    title={member.name}
                    line={lineOf(member)}
                    aside={member.isKoc ? <Tag tone="info">KOC</Tag> : undefined}
                  />
                ))}
              </List>
            </Card>
            <ListEnd pages={pages} />
          </>
        )
      }
    </Shown>
  );
};

const lineOf = (member: SubGroupMember): string => {
  const came = `${dayWord(member.joinedAt, nowMs())}${member.byCode ? '用你的码进来' : '进群'}`;
  const did =
    member.messages7d + member.participations7d > 0
      ? `近 7 天${[
          member.messages7d > 0 ? `说了 ${member.messages7d} 句` : '',
          member.participations7d > 0 ? `参加 ${member.participations7d} 次` : '',
        ]
          .filter((part) => part !== '')
          .join('，')}`
      : member.lastActiveAt
        ? `${dayWord(member.lastActiveAt, nowMs())}还来过`
        : '还没说过话';
  return `${came} · ${did}`;
};
