import { ROLE_NAMES } from '@kouyi/shared/types';
import { useQueryClient } from '@tanstack/react-query';
import { Dropdown } from 'antd';
import { useState } from 'react';
import { useSend } from '../api';
import { initial } from '../ui/Said';
import { useGo } from '../ui/use';
import { useLook } from './look';
import { PasswordBox } from './PasswordBox';
import { rememberSignedIn, useMe } from './session';

/** Who one is here, and what is one's own: light or dark, the password, the way out. */
export const SelfMenu = () => {
  const me = useMe();
  const client = useQueryClient();
  const go = useGo();
  const { choice, choose } = useLook();
  const [changing, setChanging] = useState(false);
  const signOut = useSend('staffSession', 'signOut', {
    then: () => {
      rememberSignedIn(false);
      client.clear();
      go('/sign-in');
    },
  });
  const role = me.roles[0];
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          selectable: true,
          selectedKeys: [choice],
          items: [
            { key: 'auto', label: '跟随系统明暗', onClick: () => choose('auto') },
            { key: 'light', label: '浅色', onClick: () => choose('light') },
            { key: 'dark', label: '深色', onClick: () => choose('dark') },
            { type: 'divider' },
            { key: 'password', label: '改密码', onClick: () => setChanging(true) },
            { key: 'out', label: '退出登录', onClick: () => signOut.mutate({}) },
          ],
        }}
      >
        <button type="button" className="self-button">
          <span className="who" aria-hidden>
            {initial(me.name)}
          </span>
          <span>
            {me.name}
            {role && (
              <small>
                {ROLE_NAMES[role.role]} · {role.unitName}
              </small>
            )}
          </span>
        </button>
      </Dropdown>
      <PasswordBox open={changing} onClose={() => setChanging(false)} />
    </>
  );
};
