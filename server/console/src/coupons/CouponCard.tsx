import type { CouponView } from '@kouyi/shared/contracts';
import './coupons.scss';

/** A coupon as its holder sees it. */
export const CouponCard = ({ face }: { face: CouponView['face'] }) => (
  <section className="coupon-card" aria-label={`券面：${face.name}`}>
    <div className="worth">
      <b>{face.headline}</b>
      <small>{face.condition}</small>
    </div>
    <div className="says">
      <h3>{face.name || '还没起名'}</h3>
      <ul>
        {face.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  </section>
);
