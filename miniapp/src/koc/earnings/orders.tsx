import { COMMISSION_STATE_NAMES } from '@kouyi/shared/types';
import { yuan } from '@kouyi/shared/rules/money';
import { useCallback, useState } from 'react';
import { nowMs } from '@/api/now';
import { usePages } from '@/api/use-pages';
import { usePull } from '@/platform/pull';
import { Card, CardHead, Notice, Tag } from '@/ui/card';
import { Chips } from '@/ui/chips';
import { Box } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { ListEnd } from '@/ui/list-end';
import { Shown } from '@/ui/states';
import { grouped } from '@/words/groups';
import { dayWord } from '@/words/time';
import { OrderSheet } from './order-sheet';
import { boughtWords, type OrderLine, shareWords, whenWords } from './words';

const SHOWS = [
  ['all', '全部'],
  ['pending', '待到账'],
  ['available', '已到账'],
  ['void', '已取消'],
] as const;

const keyOf = ({ orderId, level }: OrderLine): string => `${orderId} ${level}`;

/** Every order of mine, day by day: what was bought, whose share it is, how much, and when it may be had. */
export const Orders = () => {
  const [show, setShow] = useState<(typeof SHOWS)[number][0]>('all');
  const [open, setOpen] = useState<OrderLine>();
  const close = useCallback(() => setOpen(undefined), []);
  const pages = usePages('member.earningLines', show === 'all' ? {} : { state: show });
  usePull(pages.restart);
  // What is read anew while an order is open is seen in it.
  const opened = open && (pages.items.find((line) => keyOf(line) === keyOf(open)) ?? open);
  return (
    <>
      <Chips label="看哪些订单" options={SHOWS} chosen={show} onPick={setShow} />
      <Shown asked={pages.first} skeleton={{ rows: 5 }}>
        {() =>
          pages.items.length === 0 ? (
            <Notice tone="quiet">还没有这样的订单。朋友用你的码或链接下单，几秒后就会出现。</Notice>
          ) : (
            <>
              {grouped(pages.items, ({ at }) => dayWord(at, nowMs())).map(([day, lines], i, days) => (
                <Card key={day}>
                  {/* The sum of a day is told once all of it is here. */}
                  <CardHead
                    title={day}
                    aside={i === days.length - 1 && pages.hasMore ? undefined : sumOf(lines)}
                  />
                  <List label={`${day}的订单`}>
                    {lines.map((line) => (
                      <OrderRow key={keyOf(line)} line={line} onTap={() => setOpen(line)} />
                    ))}
                  </List>
                </Card>
              ))}
              <ListEnd pages={pages} />
            </>
          )
        }
      </Shown>
      {opened ? <OrderSheet line={opened} onClose={close} /> : null}
    </>
  );
};

const sumOf = (lines: readonly OrderLine[]): string | undefined =>
  lines.length > 1 ? `共 ${withSign(lines.reduce((sum, { keptFen }) => sum + keptFen, 0))} 元` : undefined;

const withSign = (fen: number): string => `${fen < 0 ? '' : '+'}${yuan(fen)}`;

const OrderRow = ({ line, onTap }: { line: OrderLine; onTap: () => void }) => (
  <Row
    title={boughtWords(line)}
    line={
      <>
        <Box>{shareWords(line)}</Box>
        <Box className="earn-when">{whenWords(line)}</Box>
      </>
    }
    aside={
      <>
        <Box className={`earn-sum ${line.state === 'void' ? 'earn-sum-void' : ''}`}>
          {line.state === 'void' ? yuan(line.wholeFen) : withSign(line.keptFen)}
        </Box>
        <Tag tone={TONES[line.state]}>{COMMISSION_STATE_NAMES[line.state]}</Tag>
      </>
    }
    onTap={onTap}
  />
);

const TONES = { pending: 'info', available: 'good', void: 'quiet' } as const;
