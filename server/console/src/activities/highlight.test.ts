import { highlight } from './highlight';

describe('highlighting a sentence', () => {
  test('never loses or repeats a character, whatever was understood', () => {
    const sentence = '今晚8点 咖啡群 扣1打卡 限前50名 谢谢大家';
    const stretches = highlight(
      sentence,
      [
        { text: '今晚8点', part: 'time' },
        { text: '咖啡群', part: 'where' },
        { text: '扣1', part: 'trigger' },
        { text: '不在句子里', part: 'limit' },
      ],
      ['谢谢大家'],
    );
    expect(stretches.map(({ text }) => text).join('')).toBe(sentence);
    expect(stretches.filter(({ part }) => part).map(({ text, part }) => [part, text])).toEqual([
      ['time', '今晚8点'],
      ['where', '咖啡群'],
      ['trigger', '扣1'],
    ]);
    expect(stretches.find(({ ignored }) => ignored)?.text).toBe('谢谢大家');
  });

  test('a piece that stands twice takes each place once', () => {
    const marks = highlight(
      '扣1或扣1',
      [
        { text: '扣1', part: 'trigger' },
        { text: '扣1', part: 'trigger' },
      ],
      [],
    );
    expect(marks.filter(({ part }) => part === 'trigger')).toHaveLength(2);
  });
});
