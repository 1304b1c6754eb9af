import { PRIZE_KINDS, PRIZE_KIND_NAMES, type PrizeDesign, type PrizeKind } from '@kouyi/shared/types';
import { Button, Checkbox, Input, Select } from 'antd';
import { Field, NumberField } from '../activities/editor/Field';
import { CouponPicker } from '../coupons/CouponPicker';
import { YuanInput } from '../ui/Yuan';

/** The prize as another kind: what the new kind knows nothing of goes. */
const asKind = (prize: PrizeDesign, kind: PrizeKind): PrizeDesign => {
  const { points, couponId, stock, claimDays, cosmetic, quality, ...kept } = prize;
  if (kind === 'nothing') return { ...kept, kind, costFen: 0, valueFen: 0 };
  return {
    ...kept,
    kind,
    stock: stock ?? 10,
    ...(kind === 'points' ? { points: points ?? 10 } : {}),
    ...(kind === 'coupon' && couponId ? { couponId } : {}),
    ...(kind === 'points' ? {} : { claimDays: claimDays ?? 30 }),
    ...(kind === 'goods' && cosmetic ? { cosmetic, ...(quality ? { quality } : {}) } : {}),
  };
};

const Quality = ({
  prize,
  at,
  change,
}: {
  prize: PrizeDesign;
  at: string;
  change: (part: Partial<PrizeDesign>) => void;
}) => {
  const quality = prize.quality ?? { filingNumber: '', maker: '', usableUntil: '' };
  const set = (part: Partial<typeof quality>): void => change({ quality: { ...quality, ...part } });
  return (
    <div className="trio">
      <Field label="备案号或注册证号" at={`${at}.quality.filingNumber`}>
        <Input
          maxLength={60}
          value={quality.filingNumber}
          onChange={({ target }) => set({ filingNumber: target.value })}
        />
      </Field>
      <Field label="生产企业" at={`${at}.quality.maker`}>
        <Input maxLength={80} value={quality.maker} onChange={({ target }) => set({ maker: target.value })} />
      </Field>
      <Field label="使用期限" hint="年-月-日" at={`${at}.quality.usableUntil`}>
        <Input
          maxLength={10}
          placeholder="2027-06-30"
          value={quality.usableUntil}
          onChange={({ target }) => set({ usableUntil: target.value })}
        />
      </Field>
    </div>
  );
};

/** One line of a box: what it is, how likely, how many, what it costs. */
export const PrizeForm = ({
  prize,
  index,
  share,
  onChange,
  onRemove,
}: {
  prize: PrizeDesign;
  index: number;
  /** Its chance in words, as the whole table has it. */
  share: string;
  onChange: (prize: PrizeDesign) => void;
  onRemove: () => void;
}) => {
  const at = `prizes.${index}`;
  const change = (part: Partial<PrizeDesign>): void => onChange({ ...prize, ...part });
  const gives = prize.kind !== 'nothing';
  return (
    <section className="prize-form" aria-label={prize.name || `第 ${index + 1} 个奖品`}>
      <header>
        <b>{prize.name || `第 ${index + 1} 个奖品`}</b>
        <span className="quiet num">{share}</span>
        <Button type="text" aria-label={`去掉${prize.name || '这个奖品'}`} onClick={onRemove}>
          ×
        </Button>
      </header>
      <div className="trio">
        <Field label="是什么" at={`${at}.kind`}>
          <Select
            aria-label="奖品类型"
            value={prize.kind}
            onChange={(kind: PrizeKind) => onChange(asKind(prize, kind))}
            options={PRIZE_KINDS.map((value) => ({ value, label: PRIZE_KIND_NAMES[value] }))}
          />
        </Field>
        <Field label="叫什么" at={`${at}.name`}>
          <Input
            maxLength={60}
            value={prize.name}
            onChange={({ target }) => change({ name: target.value })}
          />
        </Field>
        <NumberField
          label="权重"
          at={`${at}.weight`}
          min={0}
          value={prize.weight}
          onChange={(weight) => change({ weight: weight ?? 0 })}
        />
        {gives && (
          <>
            <NumberField
              label="库存"
              at={`${at}.stock`}
              min={0}
              unit="份"
              value={prize.stock}
              onChange={(stock) => change({ stock: stock ?? 0 })}
            />
            <Field label="一份成本" at={`${at}.costFen`}>
              <YuanInput
                label="一份成本"
                value={prize.costFen}
                onChange={(costFen) => change({ costFen: costFen ?? 0 })}
              />
            </Field>
            <Field label="市场价值" hint="公示给顾客，最多 5 万元" at={`${at}.valueFen`}>
              <YuanInput
                label="市场价值"
                value={prize.valueFen}
                onChange={(valueFen) => change({ valueFen: valueFen ?? 0 })}
              />
            </Field>
          </>
        )}
        {prize.kind === 'points' && (
          <NumberField
            label="送多少积分"
            at={`${at}.points`}
            min={1}
            unit="积分"
            value={prize.points}
            onChange={(points) => change({ points: points ?? 1 })}
          />
        )}
        {prize.kind === 'coupon' && (
          <Field label="哪张券" at={`${at}.couponId`}>
            <CouponPicker value={prize.couponId} onChange={(couponId) => change({ couponId })} />
          </Field>
        )}
        {(prize.kind === 'goods' || prize.kind === 'red_packet') && (
          <NumberField
            label="几天内领取"
            hint="过期退回库存"
            at={`${at}.claimDays`}
            min={1}
            max={366}
            unit="天"
            value={prize.claimDays}
            onChange={(claimDays) => change({ claimDays: claimDays ?? 30 })}
          />
        )}
      </div>
      {gives && (
        <div className="row">
          <Checkbox checked={prize.rare ?? false} onChange={({ target }) => change({ rare: target.checked })}>
            稀有：抽中时群里单独说一句
          </Checkbox>
          {prize.kind === 'goods' && (
            <Checkbox
              checked={prize.cosmetic ?? false}
              onChange={({ target }) => change({ cosmetic: target.checked })}
            >
              是化妆品
            </Checkbox>
          )}
        </div>
      )}
      {prize.cosmetic && <Quality prize={prize} at={at} change={change} />}
    </section>
  );
};
