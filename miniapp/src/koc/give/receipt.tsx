import { GIFT_KIND_NAMES } from '@kouyi/shared/types';
import { nowMs } from '@/api/now';
import { go, PAGES } from '@/platform/navigate';
import { QuietButton, TextButton } from '@/ui/buttons';
import { Card, Tag } from '@/ui/card';
import { Box, Heading } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { dayAndClock } from '@/words/time';
import { amountWords } from '../amounts';
import type { MyGift } from '../shapes';

/** What was given, as the server booked it. */
export const Receipt = ({ gift, onAgain }: { gift: MyGift; onAgain: () => void }) => (
  <Card>
    <Box role="status">
      <Tag tone={gift.state === 'returned' ? 'quiet' : 'good'}>
        {gift.state === 'returned' ? '退回来了' : '送出去了'}
      </Tag>
      <Heading level={2} className="receipt-title">
        {`${amountWords(gift.amount, gift.unit)}，给${gift.name}`}
      </Heading>
      <Box className="give-line">{gift.words}</Box>
    </Box>
    <List label="回执">
      <Row title={gift.reason} line={GIFT_KIND_NAMES[gift.kind]} />
      <Row title={dayAndClock(gift.at, nowMs())} line={`从「${gift.budgetTitle}」里送的`} />
    </List>
    <QuietButton onTap={onAgain}>再送一位</QuietButton>
    <TextButton onTap={() => go(PAGES.gifts)}>送过谁、到了没有 ›</TextButton>
  </Card>
);
