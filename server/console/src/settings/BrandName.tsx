import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useSend } from '../api';
import { useMe } from '../app/session';
import { Card, Trouble } from '../ui/pieces';
import { useGo } from '../ui/use';

/** Names the brand: what customers read at the top of the mini-program. The first time it is what one came for. */
export const BrandName = ({ first }: { first: boolean }) => {
  const go = useGo();
  const { brandName } = useMe();
  const { message } = App.useApp();
  const [name, setName] = useState(brandName);
  const save = useSend('org', 'renameBrand', {
    refresh: ['staffSession'],
    then: () => {
      void message.info('改好了，小程序和后台都用新名字');
      // Back to the guide that sent them here.
      if (first) go('/');
    },
  });
  const given = name.trim();
  return (
    <Card title="品牌名" sub="顾客在小程序最上面看到的名字">
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ name: given });
        }}
      >
        <Input
          autoFocus={first}
          onFocus={({ target }) => first && target.select()}
          aria-label="品牌名"
          maxLength={40}
          style={{ maxWidth: 280 }}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <Button htmlType="submit" loading={save.isPending} disabled={given === '' || given === brandName}>
          存好
        </Button>
      </form>
      <Trouble failure={save.error} />
    </Card>
  );
};
