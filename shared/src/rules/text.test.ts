import fc from 'fast-check';
import { matchRule, matchTrigger, normaliseText, RAW_LIMIT, TEXT_LIMIT, tidyText, triggerKey } from './text';

describe('a message is read the way people mean it', () => {
  test.each([
    ['１', '1'],
    ['＋１', '+1'],
    ['  1\u200b ', '1'],
    ['@小助手\u20051', '1'],
    ['@王 小明\u2005 扣1', '扣1'],
    ['1 @小助手', '1'],
    ['＠小助手 打卡', '打卡'],
    ['接龙　王小明   2杯', '接龙 王小明 2杯'],
    ['OK', 'ok'],
    ['\u0000\u00071\ufeff', '1'],
    ['第一行\n第二行', '第一行 第二行'],
    ['@', ''],
    ['\ud83d', ''],
  ])('%j is read as %j', (raw, read) => expect(normaliseText(raw)).toBe(read));

  test('tidying keeps upper and lower case', () => expect(tidyText(' Tom  2杯 ')).toBe('Tom 2杯'));

  test('a message of a million characters is cut before work is done on it', () => {
    expect(normaliseText('1'.repeat(1_000_000))).toHaveLength(TEXT_LIMIT);
    expect(normaliseText('@'.repeat(1_000_000))).toBe('');
    expect(normaliseText(`${' '.repeat(RAW_LIMIT)}1`)).toBe('');
  });

  test('reading twice is reading once, and never too long', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (raw) => {
        const once = normaliseText(raw);
        expect(once.length).toBeLessThanOrEqual(TEXT_LIMIT);
        expect(normaliseText(once)).toBe(once);
        expect(once).not.toContain('@');
      }),
      { numRuns: 500 },
    );
  });
});

describe('a whole message is a trigger or it is not', () => {
  test.each([
    '1',
    '１',
    '扣1',
    '扣 1',
    '扣１',
    '扣一',
    '打1',
    '回复1',
    '发1',
    '+1',
    '＋１',
    '+ 1',
    '①',
    '1️⃣',
    '01',
  ])('%j types 1', (text) => {
    // A leading zero counts only after a verb: "01" alone may be a seat or a code.
    expect(matchTrigger(text, ['1'])?.trigger).toBe(text === '01' ? undefined : '1');
  });
  test.each(['1。', '1!!', '1！', '1~', '1🌹', '1 [强]', '扣1🎉🎉', '1...', '@小助手 1！'])(
    '%j still types 1',
    (text) => expect(matchTrigger(text, ['1'])).toEqual({ trigger: '1', rest: '' }),
  );
  test.each([
    '11',
    '111',
    '1点见',
    '1个',
    '第1',
    '2-1',
    '1?',
    '扣1吗',
    '一',
    '1 1',
    '+1+1',
    '',
    '🌹',
    '1.5',
    '21',
  ])('%j does not type 1', (text) => expect(matchTrigger(text, ['1'])).toBeUndefined());

  test('words and emoji can be triggers', () => {
    expect(matchTrigger('来了！', ['来了'])?.trigger).toBe('来了');
    expect(matchTrigger('我来了', ['来了'])).toBeUndefined();
    expect(matchTrigger('❤', ['❤'])?.trigger).toBe('❤');
    expect(matchTrigger('冲', ['冲!'])?.trigger).toBe('冲!');
    expect(matchTrigger('扣A', ['a'])?.trigger).toBe('a');
  });

  test('a relay takes what stands behind the trigger, as written', () => {
    const relay = (text: string) => matchTrigger(text, ['接龙', '1'], { rest: true });
    expect(relay('接龙 Tom 2杯')).toEqual({ trigger: '接龙', rest: 'Tom 2杯' });
    expect(relay('接龙：王小明，3杯')).toEqual({ trigger: '接龙', rest: '王小明,3杯' });
    expect(relay('1、王小明')).toEqual({ trigger: '1', rest: '王小明' });
    expect(relay('扣1 王小明')).toEqual({ trigger: '1', rest: '王小明' });
    expect(relay('扣 1 王小明')).toEqual({ trigger: '1', rest: '王小明' });
    expect(relay('接龙')).toEqual({ trigger: '接龙', rest: '' });
    expect(relay('1.5杯')).toBeUndefined();
    expect(relay('接龙王小明')).toBeUndefined();
  });

  test('a vote listens to its options, other kinds to their triggers', () => {
    const options = [
      { trigger: '1', label: '拿铁' },
      { trigger: '2', label: '美式' },
    ];
    expect(matchRule({ kind: 'vote', triggers: ['9'], vote: { options } }, '扣2')?.trigger).toBe('2');
    expect(matchRule({ kind: 'vote', triggers: ['9'], vote: { options } }, '9')).toBeUndefined();
    expect(matchRule({ kind: 'sign_up', triggers: ['1'] }, '1 王小明')).toBeUndefined();
    expect(matchRule({ kind: 'relay', triggers: ['1'] }, '1 王小明')?.rest).toBe('王小明');
  });

  test('a trigger always matches itself, with or without full-width digits', () => {
    const wide = (text: string) =>
      text.replace(/[0-9]/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (trigger) => {
        fc.pre(normaliseText(trigger) !== '');
        expect(matchTrigger(trigger, [trigger])?.trigger).toBe(trigger);
        expect(triggerKey(wide(trigger))).toBe(triggerKey(trigger));
      }),
      { numRuns: 300 },
    );
  });
});
