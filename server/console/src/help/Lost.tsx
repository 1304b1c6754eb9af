import { Button } from 'antd';
import { Page } from '../app/Page';
import { Blank, Card } from '../ui/pieces';
import { useGo } from '../ui/use';

/** There is no such page. */
export const Lost = () => {
  const go = useGo();
  return (
    <Page title="没有这一页">
      <Card>
        <Blank title="这个地址下没有东西" action={<Button onClick={() => go('/')}>回到今天</Button>}>
          可能是链接旧了，或者少打了几个字。
        </Blank>
      </Card>
    </Page>
  );
};
