import type { MyWithdrawal } from '@kouyi/shared/contracts';
import { useFresh } from '@/api/use-fresh';
import { usePages } from '@/api/use-pages';
import { TellMe } from '@/cards/tell-me';
import { Card, CardHead } from '@/ui/card';
import { Box } from '@/ui/elements';
import { List } from '@/ui/list';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { Ask } from './ask';
import { Confirm } from './confirm';
import { One } from './one';
import './index.scss';

/** Nothing to do for the person but to wait. */
const UNDER_WAY: readonly MyWithdrawal['state'][] = ['requested', 'approved', 'sending'];

/** 提现: how much I may take, the way there, and every withdrawal with where it is. */
export default function Withdraw() {
  const pages = usePages('member.withdrawals', {});
  useFresh(pages.refresh, pages.restart);
  return (
    <Page title="提现">
      <Shown asked={pages.first} skeleton={{ cards: 1, rows: 3 }}>
        {(value) => (
          <>
            <Ask value={value} onDone={pages.refresh} />
            {pages.items.map((one) =>
              one.confirm ? <Confirm key={one.id} one={one} onDone={pages.refresh} /> : null,
            )}
            <Card>
              <CardHead title="提现记录" />
              {pages.items.length === 0 ? (
                <Box className="withdraw-line">还没有提现过。</Box>
              ) : (
                <List label="提现记录">
                  {pages.items.map((one) => (
                    <One key={one.id} one={one} onDone={pages.refresh} />
                  ))}
                </List>
              )}
              {pages.items.some(({ state }) => UNDER_WAY.includes(state)) ? (
                <TellMe ask="到账时用微信告诉我" agreed="好的，到账或有变化就用微信告诉你。" />
              ) : null}
            </Card>
            <ListEnd pages={pages} />
          </>
        )}
      </Shown>
    </Page>
  );
}
