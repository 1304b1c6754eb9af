import { BUDGET_STATE_NAMES } from '@kouyi/shared/types';
import { useState } from 'react';
import { usePages } from '@/api/use-pages';
import { useFresh } from '@/api/use-fresh';
import { nowMs } from '@/api/now';
import { givePage, go, PAGES } from '@/platform/navigate';
import { QuietButton, TakeButton, TextButton } from '@/ui/buttons';
import { Card, CardHead, Notice, Tag } from '@/ui/card';
import { Box, Words } from '@/ui/elements';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { figure } from '@/words/say';
import { untilWord } from '@/words/time';
import { yuan } from '@kouyi/shared/rules/money';
import { amountWords } from '../amounts';
import type { MyBudget } from '../shapes';
import './index.scss';

/** 送心意: what the brand put into my hands, what is left of it, and to whom I may give it. */
export default function Giving() {
  const pages = usePages('member.budgets', {});
  useFresh(pages.refresh, pages.restart);
  return (
    <Page title="送心意">
      <Shown asked={pages.first} skeleton={{ cards: 1 }}>
        {({ words }) =>
          pages.items.length === 0 ? (
            <Empty title="还没有可以送的预算" line={words}>
              <QuietButton onTap={() => go(PAGES.rights)}>看看我的权益</QuietButton>
            </Empty>
          ) : (
            <>
              <Notice tone="quiet">{words}</Notice>
              {pages.items.map((budget) => (
                <Budget key={budget.id} budget={budget} />
              ))}
              <TextButton onTap={() => go(PAGES.gifts)}>送过谁、到了没有 ›</TextButton>
              <ListEnd pages={pages} />
            </>
          )
        }
      </Shown>
    </Page>
  );
}

const Budget = ({ budget }: { budget: MyBudget }) => {
  const [open, setOpen] = useState(false);
  const { unit, left, granted, given } = budget;
  return (
    <Card>
      <CardHead
        title={budget.title}
        aside={
          budget.state === 'open' ? (
            untilWord(budget.until, nowMs())
          ) : (
            <Tag tone="quiet">{BUDGET_STATE_NAMES[budget.state]}</Tag>
          )
        }
      />
      <Box className="big-number budget-left">
        <Words className="big-number-figure">{unit === 'fen' ? `¥${yuan(left)}` : figure(left)}</Words>
        <Words>{unit === 'fen' ? '还能送' : '积分还能送'}</Words>
      </Box>
      <Box
        className="budget-bar"
        role="img"
        label={`一共 ${amountWords(granted, unit)}，已送出 ${amountWords(given, unit)}`}
      >
        <Box
          className="budget-given"
          silent
          style={{ width: `${Math.min(100, Math.round((given / Math.max(1, granted)) * 100))}%` }}
        />
      </Box>
      <Box className="budget-line">
        <Box>{`一共 ${amountWords(granted, unit)}，已送出 ${amountWords(given, unit)}。`}</Box>
        <Box>{`今天还能送 ${amountWords(budget.leftToday, unit)}。`}</Box>
      </Box>
      {budget.mayGive ? (
        <TakeButton onTap={() => go(givePage(budget.id))}>送给谁</TakeButton>
      ) : budget.why ? (
        <Box className="budget-why" role="status">
          {budget.why}
        </Box>
      ) : null}
      <TextButton onTap={() => setOpen(!open)}>{open ? '收起规则' : '看规则'}</TextButton>
      {open ? (
        <Box className="budget-rules" role="list">
          {budget.rules.map((rule) => (
            <Box key={rule} role="listitem" className="budget-rule">
              {rule}
            </Box>
          ))}
        </Box>
      ) : null}
    </Card>
  );
};
