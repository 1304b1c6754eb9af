/** Sums, averages and deviations of numbers of mixed types. */
import { Double } from 'bson';
import {
  addDecimals,
  type DecimalParts,
  divideDecimals,
  finite,
  packDecimal,
  roundedDouble,
  unpackDecimal,
} from '../bson/decimal';
import { DoubleDouble, fitsInt, fitsLong, type Num, toNumber } from '../bson/numbers';
import type { Value } from '../bson/value';

/** Sums numbers as MongoDB does: exact integers, doubles with the error carried, decimals when one is met. */
export class Summation {
  private whole = 0;
  private big = 0n;
  private readonly doubles = new DoubleDouble();
  private decimals: DecimalParts | undefined;
  private rank = 0;
  count = 0;

  add(n: Num): void {
    this.count++;
    if (typeof n === 'number') {
      this.whole += n;
      if (!Number.isSafeInteger(this.whole)) this.flush();
    } else if (typeof n === 'bigint') {
      this.rank = Math.max(this.rank, 1);
      this.big += n;
    } else if (n instanceof Double) {
      this.rank = Math.max(this.rank, 2);
      this.doubles.add(n.value);
    } else {
      this.rank = 3;
      this.decimals = this.decimals ? addDecimals(this.decimals, unpackDecimal(n)) : unpackDecimal(n);
      this.decimals = unpackDecimal(packDecimal(this.decimals));
    }
  }

  private flush(): void {
    this.big += BigInt(this.whole);
    this.whole = 0;
  }

  /** The sum: int or long while it fits, then double; double; or decimal. */
  total(): Num {
    const whole = this.big + BigInt(this.whole);
    if (this.rank === 3) return packDecimal(this.decimalTotal(whole));
    if (this.rank === 2) return new Double(this.doubleTotal(whole));
    if (this.rank === 0 && fitsInt(Number(whole))) return Number(whole);
    return fitsLong(whole) ? whole : new Double(Number(whole));
  }

  average(): Num | null {
    if (this.count === 0) return null;
    const whole = this.big + BigInt(this.whole);
    if (this.rank === 3)
      return divideDecimals(this.decimalTotal(whole), finite(false, BigInt(this.count), 0));
    return new Double((this.rank === 2 ? this.doubleTotal(whole) : Number(whole)) / this.count);
  }

  private doubleTotal(whole: bigint): number {
    const sum = new DoubleDouble();
    sum.add(this.doubles.value);
    const rest = this.doubles.residue;
    if (whole !== 0n) sum.addInteger(whole);
    if (Number.isFinite(sum.value)) sum.add(rest);
    return sum.value;
  }

  private decimalTotal(whole: bigint): DecimalParts {
    const integers = finite(whole < 0n, whole < 0n ? -whole : whole, 0);
    const { value } = this.doubles;
    let sum = addDecimals(this.decimals!, integers);
    if (value !== 0) sum = addDecimals(sum, roundedDouble(value));
    return sum;
  }
}

/** Running variance after Welford. */
export class Deviation {
  private n = 0;
  private mean = 0;
  private squares = 0;

  add(n: Num): void {
    const x = toNumber(n);
    this.n++;
    const delta = x - this.mean;
    this.mean += delta / this.n;
    this.squares += delta * (x - this.mean);
  }

  result(sample: boolean): Value {
    const freedom = sample ? this.n - 1 : this.n;
    return freedom <= 0 ? null : new Double(Math.sqrt(this.squares / freedom));
  }
}
