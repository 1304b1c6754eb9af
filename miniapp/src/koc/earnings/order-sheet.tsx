import { yuan } from '@kouyi/shared/rules/money';
import { nowMs } from '@/api/now';
import { TextButton } from '@/ui/buttons';
import { Box } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { Sheet } from '@/ui/sheet';
import { dayAndClock } from '@/words/time';
import { boughtWords, type OrderLine, whenWords } from './words';

/** One order: all that was bought, why it is mine, what it pays and when. */
export const OrderSheet = ({ line, onClose }: { line: OrderLine; onClose: () => void }) => {
  const { bought, keptFen, wholeFen, paidFen, refundedFen, orderNumber, at, words } = line;
  return (
    <Sheet title={boughtWords(line)} onClose={onClose}>
      <Box className="sheet-text">{words}</Box>
      <List label="这一单">
        {bought.length > 1 ? <Row title="买了" aside={bought.join('、')} /> : null}
        <Row title="付款" line={dayAndClock(at, nowMs())} aside={`${yuan(paidFen)} 元`} />
        {refundedFen > 0 ? <Row title="后来退款" aside={`${yuan(refundedFen)} 元`} /> : null}
        <Row
          title="我的佣金"
          line={whenWords(line)}
          aside={keptFen === wholeFen ? `${yuan(keptFen)} 元` : `${yuan(wholeFen)} → ${yuan(keptFen)} 元`}
        />
        <Row title="订单号" aside={orderNumber} />
      </List>
      <TextButton onTap={onClose}>知道了</TextButton>
    </Sheet>
  );
};
