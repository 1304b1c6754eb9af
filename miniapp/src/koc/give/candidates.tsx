import { useState } from 'react';
import { usePages } from '@/api/use-pages';
import { go, PAGES } from '@/platform/navigate';
import { QuietButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Box } from '@/ui/elements';
import { say } from '@/ui/line';
import { List, Row } from '@/ui/list';
import { ListEnd } from '@/ui/list-end';
import { Search } from '@/ui/search';
import { Empty, Shown } from '@/ui/states';
import { amountWords } from '../amounts';
import { Letter } from '../thumb';
import type { Candidate, MyBudget } from '../shapes';

const FROM = { sub_group: '子群里的人', reached: '你带来的人' } as const;

/** My people, with what each can still get, or why not. */
export const Candidates = ({ budget, onPick }: { budget: MyBudget; onPick: (person: Candidate) => void }) => {
  const [q, setQ] = useState('');
  const pages = usePages('member.budgetCandidates', { id: budget.id, ...(q === '' ? {} : { q }) });
  return (
    <>
      <Search label="找一个人" placeholder="搜昵称" onSearch={setQ} />
      <Shown asked={pages.first} skeleton={{ rows: 7, faces: true }}>
        {() =>
          pages.items.length === 0 ? (
            q === '' ? (
              <Empty
                title="还没有可以送的人"
                line="能送给自己子群里的人，和第一次由你带来的人。先请几位朋友进来。"
              >
                <QuietButton onTap={() => go(PAGES.subGroups)}>去我的子群</QuietButton>
              </Empty>
            ) : (
              <Empty title="没有找到" line={`你的人里没有叫「${q}」的，换个字试试。`} />
            )
          ) : (
            <>
              <Card>
                <CardHead title="送给谁" />
                <List label="可以送的人">
                  {pages.items.map((person) => (
                    <Row
                      key={person.personId}
                      lead={<Letter of={person.name} />}
                      title={person.name}
                      line={person.most > 0 ? lineOf(person, budget) : (person.why ?? '现在不能送')}
                      aside={
                        person.most > 0 ? (
                          `最多 ${amountWords(person.most, budget.unit)}`
                        ) : (
                          <Box className="give-not">不能送</Box>
                        )
                      }
                      onTap={() =>
                        person.most > 0 ? onPick(person) : say(person.why ?? '现在不能送给这位。', 'warn')
                      }
                    />
                  ))}
                </List>
              </Card>
              <ListEnd pages={pages} />
            </>
          )
        }
      </Shown>
    </>
  );
};

const lineOf = (person: Candidate, { unit }: MyBudget): string =>
  person.got > 0 ? `${FROM[person.from]} · 已收过 ${amountWords(person.got, unit)}` : FROM[person.from];
