import type { MemberCoupon } from '@kouyi/shared/contracts';
import { ISSUE_STATE_NAMES } from '@kouyi/shared/types';
import { yuan } from '@kouyi/shared/rules/money';
import { nowMs } from '@/api/now';
import { Box, Words } from '@/ui/elements';
import { dayAndClock } from '@/words/time';
import './face.scss';

/** A coupon as paper: what it is worth at the left, on what terms and until when at the right. */
export const Face = ({
  coupon,
}: {
  coupon: Pick<MemberCoupon, 'face'> &
    Partial<
      Pick<
        MemberCoupon,
        'state' | 'daysLeft' | 'validUntil' | 'validFrom' | 'usableNow' | 'redeemedAt' | 'cutFen'
      >
    >;
}) => {
  const { face } = coupon;
  const over = coupon.state !== undefined && coupon.state !== 'held';
  return (
    <Box className={`face ${over ? 'face-over' : ''}`}>
      <Box className="face-worth">
        <Words className="face-headline">{face.headline}</Words>
      </Box>
      <Box className="face-terms">
        <Box className="face-name">{face.name}</Box>
        <Box className="face-line">{face.condition}</Box>
        <Box className={`face-line ${(coupon.daysLeft ?? 9) <= 3 && !over ? 'face-soon' : ''}`}>
          {whenOf(coupon)}
        </Box>
      </Box>
    </Box>
  );
};

type When = Partial<
  Pick<
    MemberCoupon,
    'state' | 'daysLeft' | 'validUntil' | 'validFrom' | 'usableNow' | 'redeemedAt' | 'cutFen'
  >
>;

/** 今天最后一天, 还有 3 天, 明天起可用, 11月3日 用了，省 5.00 元. */
const whenOf = (coupon: When): string => {
  const { state, daysLeft, validFrom, validUntil, usableNow, redeemedAt, cutFen } = coupon;
  if (state === 'redeemed' && redeemedAt)
    return `${dayAndClock(redeemedAt, nowMs())} 用了${cutFen ? `，省 ${yuan(cutFen)} 元` : ''}`;
  if (state !== undefined && state !== 'held') return ISSUE_STATE_NAMES[state];
  if (usableNow === false && validFrom && Date.parse(validFrom) > nowMs())
    return `${dayAndClock(validFrom, nowMs())} 起可用`;
  if (daysLeft !== undefined) return daysLeft === 0 ? '今天最后一天' : `还有 ${daysLeft} 天`;
  return validUntil ? `${dayAndClock(validUntil, nowMs())} 前有效` : '';
};
