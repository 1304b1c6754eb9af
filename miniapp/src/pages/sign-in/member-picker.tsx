import { useState } from 'react';
import { useAnswer } from '@/api/use-answer';
import { Card, CardHead } from '@/ui/card';
import { Box, Field } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { Shown } from '@/ui/states';
import { figure } from '@/words/say';

const SHOWN = 20;

/** Demo only: step into the shoes of one of the brand's members. */
export const MemberPicker = ({ onPick, busy }: { onPick: (personId: string) => void; busy: boolean }) => {
  const [typed, setTyped] = useState('');
  const q = typed.trim();
  const members = useAnswer('memberAuth.demoMembers', { limit: SHOWN, ...(q ? { q } : {}) });
  return (
    <Card>
      <CardHead title="演示：选一位会员登录" />
      <Field
        value={typed}
        onText={setTyped}
        label="按昵称找会员"
        placeholder="按昵称找"
        maxLength={40}
        kind="search"
      />
      <Shown asked={members} skeleton={{ rows: 6 }}>
        {({ items }) =>
          items.length === 0 ? (
            <Box className="picker-none">
              {q ? `没有叫「${q}」的会员，换个字试试。` : '还没有会员。先在控制台的模拟器里让人进群。'}
            </Box>
          ) : (
            <List label="会员">
              {items.map((member) => (
                <Row
                  key={member.personId}
                  title={member.nickname}
                  line={member.hint ?? (member.groups.slice(0, 3).join('、') || '还没进群')}
                  aside={`${figure(member.points)} 积分`}
                  onTap={busy ? undefined : () => onPick(member.personId)}
                />
              ))}
            </List>
          )
        }
      </Shown>
    </Card>
  );
};
