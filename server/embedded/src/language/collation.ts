/**
 * Collations: strings compared as a language orders them, through the ICU data that Node carries.
 *
 * Supported: any locale ICU knows, strength 1 to 3, caseLevel (with strength 1), caseFirst, numericOrdering.
 * Other settings are refused by name, because Intl.Collator cannot express them.
 */
import { binaryOrder, orderOf, type Order, type StringOrder } from '../bson/compare';
import { isNumeric, type Doc } from '../bson/value';
import { toNumber } from '../bson/numbers';
import { show } from './show';
import { badValue, MongoError, notSupported } from '../errors';

const HARMLESS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['alternate', 'non-ignorable'],
  ['maxVariable', 'punct'],
  ['normalization', false],
  ['backwards', false],
]);

/** The order of values under a collation document; without one, or with the simple locale, by bytes. */
export function orderFor(collation: Doc | undefined): Order {
  if (collation === undefined || collation.size === 0) return binaryOrder;
  const locale = collation.get('locale');
  if (typeof locale !== 'string')
    throw new MongoError(
      40414,
      'Location40414',
      "BSON field 'collation.locale' is missing but a required field",
    );
  if (locale === 'simple') return binaryOrder;
  return orderOf(collatedStrings(collatorFor(locale, collation)));
}

function collatorFor(locale: string, collation: Doc): Intl.Collator {
  let strength = 3;
  let caseLevel = false;
  const options: Intl.CollatorOptions = { usage: 'sort' };
  for (const [name, value] of collation) {
    if (name === 'locale' || name === 'version') continue;
    if (name === 'strength' && isNumeric(value)) strength = toNumber(value);
    else if (name === 'caseLevel' && typeof value === 'boolean') caseLevel = value;
    else if (name === 'numericOrdering' && typeof value === 'boolean') options.numeric = value;
    else if (name === 'caseFirst' && (value === 'upper' || value === 'lower')) options.caseFirst = value;
    else if (name === 'caseFirst' && value === 'off') options.caseFirst = 'false';
    else if (!HARMLESS.has(name)) throw badValue(`BSON field 'collation.${name}' is an unknown field.`);
    else if (HARMLESS.get(name) !== value) throw notSupported(`collation option ${name}: ${show(value)}`);
  }
  if (strength !== 1 && strength !== 2 && strength !== 3)
    throw notSupported(`collation strength ${strength}`);
  if (caseLevel && strength !== 1) throw notSupported('collation caseLevel with a strength above 1');
  options.sensitivity = strength === 3 ? 'variant' : strength === 2 ? 'accent' : caseLevel ? 'case' : 'base';
  const tag = locale.replaceAll('_', '-').replace(/@collation=/, '-u-co-');
  try {
    if (Intl.Collator.supportedLocalesOf(tag).length > 0) return new Intl.Collator(tag, options);
  } catch {
    // Not even a language tag: refused below, as an unknown one is.
  }
  throw badValue(`Field 'locale' is invalid in: { locale: "${locale}" }`);
}

/** Collated strings; keys number the classes of equal strings, kept in order and found by bisection. */
function collatedStrings(collator: Intl.Collator): StringOrder {
  const classes: { sample: string; key: string }[] = [];
  const known = new Map<string, string>();
  const compare = (a: string, b: string) => (a === b ? 0 : collator.compare(a, b));
  const key = (s: string): string => {
    const seen = known.get(s);
    if (seen !== undefined) return seen;
    let low = 0;
    let high = classes.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      const c = compare(classes[mid]!.sample, s);
      if (c === 0) return remember(s, classes[mid]!.key);
      if (c < 0) low = mid + 1;
      else high = mid;
    }
    const fresh = String(classes.length);
    classes.splice(low, 0, { sample: s, key: fresh });
    return remember(s, fresh);
  };
  const remember = (s: string, k: string): string => {
    known.set(s, k);
    return k;
  };
  return { compare, key };
}

/** Whether the collation leaves strings in byte order, so that plain indexes apply. */
export const isSimpleCollation = (collation: Doc | undefined): boolean => orderFor(collation) === binaryOrder;
