import { Button } from 'antd';
import { Page } from '../app/Page';
import { useSearch } from '../app/Search';
import { Blank, Card } from '../ui/pieces';
import { useGo } from '../ui/use';

/** There is no such page. */
export const Lost = () => {
  const go = useGo();
  const search = useSearch();
  return (
    <Page title="没有这一页">
      <Card>
        <Blank
          title="这个地址下没有东西"
          action={
            <span className="row">
              <Button type="primary" onClick={() => go('/')}>
                回到今天
              </Button>
              <Button onClick={search.open}>按名字找找</Button>
            </span>
          }
        >
          可能是链接旧了，或者少打了几个字。
        </Blank>
      </Card>
    </Page>
  );
};
