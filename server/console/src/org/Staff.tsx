import { ROLE_NAMES } from '@kouyi/shared/types';
import { App, Button, Switch } from 'antd';
import { useState } from 'react';
import { type Out, sentenceOf, useApi, useRows, useSend } from '../api';
import { useCan, useMe } from '../app/session';
import { NameFilter, NoneFit, given } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { Blank, Tag } from '../ui/pieces';
import { useAsked } from '../ui/use';
import { when } from '../ui/when';
import { Secret } from './Secret';
import { StaffForm } from './StaffForm';

type Member = Out<'org', 'staff'>['items'][number];

/** Staff, their roles and reach, and whether they may sign in. */
export const Staff = () => {
  const can = useCan();
  const { message, modal } = App.useApp();
  const asked = useAsked();
  const staff = useRows('org', 'staff', { limit: 50, ...given({ q: asked }) });
  const units = useApi('org', 'units', {});
  const [editing, setEditing] = useState<Member | 'new'>();
  const [password, setPassword] = useState<string>();
  const me = useMe();
  const reset = useSend('org', 'resetPassword', { then: ({ firstPassword }) => setPassword(firstPassword) });
  const askReset = ({ id, name }: Member): void =>
    void modal.confirm({
      title: `给 ${name} 换一个密码？`,
      content: 'TA 现在的密码马上作废，所有设备都会退出。新密码只显示一次，要你转给 TA。',
      okText: '换密码',
      cancelText: '先不',
      onOk: () => reset.mutate({ id }, { onError: (failure) => void message.warning(sentenceOf(failure)) }),
    });
  const update = useSend('org', 'updateStaff');
  const writes = can('org.write');
  const unitName = (id: string): string => units.data?.items.find((unit) => unit.id === id)?.name ?? '';
  const set = (member: Member, active: boolean): void =>
    update.mutate(
      { id: member.id, active },
      { onError: (failure) => void message.warning(sentenceOf(failure)) },
    );
  const toggle = (member: Member, active: boolean): void => {
    if (active) return set(member, true);
    void modal.confirm({
      title: `停用 ${member.name}？`,
      content:
        'TA 会立刻退出所有设备，不能再登录；手里等回复的顾客，一分钟内分给在岗的顾问。群归门店，不用交接。做过的事都留着记录，之后可以再启用。',
      okText: '停用',
      cancelText: '先不',
      onOk: () => set(member, false),
    });
  };
  return (
    <>
      <Listing
        label="员工"
        of={staff}
        filters={<NameFilter of="员工" by="按名字或账号找" />}
        acts={
          writes && (
            <Button type="primary" onClick={() => setEditing('new')}>
              加一位员工
            </Button>
          )
        }
        blank={
          asked ? (
            <NoneFit of="员工" to="/org" hint="换个名字或账号再找找。" />
          ) : (
            <Blank title="你管的门店还没有员工">加一位就能登录。</Blank>
          )
        }
        columns={[
          {
            head: '谁',
            cell: ({ name, login }) => (
              <>
                <strong>{name}</strong>
                <small>{login}</small>
              </>
            ),
          },
          {
            head: '角色',
            cell: ({ roles }) => (
              <span className="row" style={{ gap: 4 }}>
                {roles.map(({ role, unitId }) => (
                  <Tag key={role + unitId}>
                    {ROLE_NAMES[role]} · {unitName(unitId)}
                  </Tag>
                ))}
              </span>
            ),
          },
          { head: '最近来过', cell: ({ lastSeenAt }) => (lastSeenAt ? when(lastSeenAt) : '还没登录过') },
          {
            head: '能登录',
            cell: (member) =>
              writes ? (
                <Switch
                  checked={member.active}
                  aria-label={`${member.name} 能不能登录`}
                  onChange={(active) => toggle(member, active)}
                />
              ) : member.active ? (
                '能'
              ) : (
                '停用了'
              ),
          },
          ...(writes
            ? [
                {
                  head: '',
                  cell: (member: Member) => (
                    <span className="row" style={{ justifyContent: 'flex-end', flexWrap: 'nowrap' }}>
                      {member.id !== me.id && (
                        <Button size="small" type="text" onClick={() => askReset(member)}>
                          重置密码
                        </Button>
                      )}
                      <Button size="small" onClick={() => setEditing(member)}>
                        改
                      </Button>
                    </span>
                  ),
                  end: true,
                },
              ]
            : []),
        ]}
      />
      <StaffForm of={editing} onClose={() => setEditing(undefined)} onPassword={setPassword} />
      <Secret
        title="登录密码"
        secret={password}
        hint="只显示这一次，发给本人，登录后请 TA 换掉。"
        onClose={() => setPassword(undefined)}
      />
    </>
  );
};
