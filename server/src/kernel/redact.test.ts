import { fc, test as prop } from '@fast-check/jest';
import { recordWithoutNames, withoutNames } from './redact';

const gone = (text: string, ...names: string[]) => withoutNames(text, names, '某人');

describe('a text without names', () => {
  test('names nobody any more, the longer name first', () => {
    expect(gone('欢迎 阿楠、阿楠楠 等 5 位～', '阿楠', '阿楠楠')).toBe('欢迎 某人、某人 等 5 位～');
    expect(gone('恭喜a.b*获得', 'a.b*')).toBe('恭喜某人获得');
  });

  test('keeps its numbers and words when somebody is called 1 or 好', () => {
    const text = '今天已经有 1 位打卡，好～扣 1 就行。刚刚来的：1、好、阿楠。';
    expect(gone(text, '1')).toBe('今天已经有 1 位打卡，好～扣 1 就行。刚刚来的：某人、好、阿楠。');
    expect(gone('真好，欢迎 好～', '好')).toBe('真好，欢迎 某人～');
  });

  prop.prop([fc.string(), fc.string({ minLength: 2 }).filter((name) => /\p{L}/u.test(name)), fc.string()])(
    'holds no name, whatever characters it is made of',
    (before, name, after) => {
      expect(withoutNames(before + name + after, [name], '')).not.toBe(before + name + after);
    },
  );
});

describe('a record without names', () => {
  test('loses them where they are the value or are written about, and nothing else', () => {
    const at = new Date();
    const record = {
      name: '咖啡',
      userId: 'u-17',
      rule: { title: '咖啡群 扣1打卡', tags: ['咖啡', '茶'] },
      reason: '和咖啡是同一个人',
      at,
    };
    expect(recordWithoutNames(record, ['咖啡', 'u-17'], '某人')).toEqual({
      name: '某人',
      userId: '某人',
      rule: { title: '咖啡群 扣1打卡', tags: ['某人', '茶'] },
      reason: '和某人是同一个人',
      at,
    });
  });

  prop.prop([fc.jsonValue()])('without a name is the same value', (value) => {
    expect(recordWithoutNames(value, [], '某人')).toBe(value);
  });
});
