import { AGE_GATES, type BoxDesign, type PrizeDesign } from '@kouyi/shared/types';
import { percentText } from '@kouyi/shared/rules/draw-odds';
import { Button, Checkbox, Input, Select } from 'antd';
import { useContext } from 'react';
import { Field, NumberField, Problems } from '../activities/editor/Field';
import { WhenPicker } from '../activities/When';
import { Card } from '../ui/pieces';
import { YuanInput } from '../ui/Yuan';
import { PrizeForm } from './PrizeForm';

interface Part {
  design: BoxDesign;
  change: (part: Partial<BoxDesign>) => void;
}

const AGE_NAMES = { eight: '8 岁以上，未成年要家长同意', adult: '只限 18 岁以上' } as const;

/** An id that no prize has, and none ever had: what was given of one that was taken out is counted under its id. */
const freeId = (prizes: readonly PrizeDesign[]): string => {
  const taken = new Set(prizes.map(({ id }) => id));
  for (let n = Date.now(); ; n += 1) if (!taken.has(`p${n.toString(36)}`)) return `p${n.toString(36)}`;
};

const Prizes = ({ design, change }: Part) => {
  const { prizes } = design;
  const total = prizes.reduce((sum, { weight }) => sum + weight, 0);
  // What is wrong with one prize stands beside its own field.
  const problem = useContext(Problems).find(({ field }) => field === 'prizes');
  const put = (index: number, prize: PrizeDesign): void =>
    change({ prizes: prizes.map((one, i) => (i === index ? prize : one)) });
  return (
    <Field label="一份奖品的权重占全部权重的多少，就是多大概率；都会公示">
      <div>
        {prizes.map((prize, i) => (
          <PrizeForm
            key={prize.id}
            prize={prize}
            index={i}
            share={total > 0 ? percentText(prize.weight, total) : '–'}
            onChange={(next) => put(i, next)}
            onRemove={() => change({ prizes: prizes.filter((_, at) => at !== i) })}
          />
        ))}
      </div>
      <div style={{ marginTop: 12 }}>
        <Button
          type="dashed"
          onClick={() =>
            change({
              prizes: [
                ...prizes,
                {
                  id: freeId(prizes),
                  kind: 'goods',
                  name: '',
                  weight: 1,
                  stock: 10,
                  costFen: 0,
                  valueFen: 0,
                  claimDays: 30,
                },
              ],
            })
          }
        >
          加一个奖品
        </Button>
      </div>
      {problem && (
        <p className="hot" role="alert">
          {problem.message}
        </p>
      )}
    </Field>
  );
};

const Guarantee = ({ design, change }: Part) => {
  const { guarantee, prizes } = design;
  const real = prizes.filter(({ kind }) => kind !== 'nothing');
  const on = (is: boolean): void => {
    if (is) return change({ guarantee: { afterDraws: 10, prizeId: real[0]?.id ?? '', reserved: 10 } });
    change({ guarantee: undefined });
  };
  return (
    <>
      <Field label="保底">
        <Checkbox checked={guarantee !== undefined} onChange={({ target }) => on(target.checked)}>
          连着没中，到第几次一定给
        </Checkbox>
      </Field>
      {guarantee && (
        <div className="trio field">
          <NumberField
            label="第几次必中"
            at="guarantee.afterDraws"
            min={2}
            unit="次"
            value={guarantee.afterDraws}
            onChange={(afterDraws) => change({ guarantee: { ...guarantee, afterDraws: afterDraws ?? 2 } })}
          />
          <Field label="给什么" at="guarantee.prizeId">
            <Select
              aria-label="保底给什么"
              value={guarantee.prizeId}
              onChange={(prizeId: string) => change({ guarantee: { ...guarantee, prizeId } })}
              options={real.map(({ id, name }) => ({ value: id, label: name || '还没起名' }))}
            />
          </Field>
          <NumberField
            label="另外留几份"
            hint="只给保底，不会被抽走"
            at="guarantee.reserved"
            min={0}
            unit="份"
            value={guarantee.reserved}
            onChange={(reserved) => change({ guarantee: { ...guarantee, reserved: reserved ?? 0 } })}
          />
        </div>
      )}
    </>
  );
};

const Limits = ({ design, change }: Part) => {
  const { limits } = design;
  const set = (name: keyof typeof limits) => (value: number | undefined) => {
    const { [name]: _old, ...rest } = limits;
    change({ limits: value === undefined ? rest : { ...rest, [name]: value } });
  };
  const fields: [keyof typeof limits, string][] = [
    ['perPerson', '每人总共'],
    ['perPersonPerDay', '每人每天'],
    ['perGroup', '每个群'],
    ['totalDraws', '一共能抽'],
  ];
  return (
    <div className="trio">
      {fields.map(([name, label]) => (
        <NumberField
          key={name}
          label={label}
          hint="空着不限"
          at={`limits.${name}`}
          min={1}
          unit="次"
          value={limits[name]}
          onChange={set(name)}
        />
      ))}
    </div>
  );
};

/** A box as a form, section by section. */
export const BoxForm = ({ design, change }: Part) => (
  <div className="stack">
    <Card title="叫什么">
      <Field label="名字" at="name">
        <Input
          size="large"
          maxLength={40}
          placeholder="比如：周末星河盲盒"
          value={design.name}
          onChange={({ target }) => change({ name: target.value })}
        />
      </Field>
      <Field label="一句话" hint="写在名字下面" at="line">
        <Input maxLength={60} value={design.line} onChange={({ target }) => change({ line: target.value })} />
      </Field>
    </Card>
    <Card title="里面有什么">
      <Prizes design={design} change={change} />
      <Field
        label="抽完了，概率归谁"
        hint="某个奖品抽完，它的概率公开地归到这里，不会悄悄重算"
        at="fallbackPrizeId"
      >
        <Select
          aria-label="抽完了概率归谁"
          value={design.fallbackPrizeId}
          onChange={(fallbackPrizeId: string) => change({ fallbackPrizeId })}
          options={design.prizes.map(({ id, name }) => ({ value: id, label: name || '还没起名' }))}
        />
      </Field>
      <Guarantee design={design} change={change} />
    </Card>
    <Card title="花多少">
      <Field label="奖品总预算" hint="要盖得住全部库存和保底" at="budgetFen">
        <YuanInput
          label="奖品总预算"
          value={design.budgetFen}
          onChange={(budgetFen) => change({ budgetFen: budgetFen ?? 0 })}
        />
      </Field>
    </Card>
    <Card title="什么时候开" sub="北京时间">
      <Field label="从什么时候到什么时候" at="window">
        <WhenPicker value={design.window} onChange={(window) => change({ window })} />
      </Field>
    </Card>
    <Card title="谁能抽、抽几次">
      <Limits design={design} change={change} />
      <div className="trio field">
        <Field label="年龄" at="ageGate">
          <Select
            aria-label="年龄"
            value={design.ageGate}
            onChange={(ageGate: BoxDesign['ageGate']) => change({ ageGate })}
            options={AGE_GATES.map((value) => ({ value, label: AGE_NAMES[value] }))}
          />
        </Field>
        <NumberField
          label="积分换一次"
          hint="空着不能换"
          at="chancePoints"
          min={1}
          unit="积分"
          value={design.chancePoints}
          onChange={(chancePoints) => change({ chancePoints })}
        />
        <NumberField
          label="一轮多久"
          hint="到点公布种子"
          at="roundHours"
          min={1}
          max={168}
          unit="小时"
          value={design.roundHours}
          onChange={(roundHours) => change({ roundHours: roundHours ?? 24 })}
        />
        <Field label="自己的员工">
          <Checkbox
            checked={design.excludeStaff}
            onChange={({ target }) => change({ excludeStaff: target.checked })}
          >
            不参与
          </Checkbox>
        </Field>
      </div>
    </Card>
  </div>
);
