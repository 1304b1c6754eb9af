import { fc, test as prop } from '@fast-check/jest';
import iconv from 'iconv-lite';
import { csvLine, readCsv } from './csv';

const base64 = (text: string, encoding = 'utf-8') => iconv.encode(text, encoding).toString('base64');

describe('a line of a file', () => {
  test.each(['=1+1', '+1', '-1', '@a', '\t=1', '\r=1', '\n=1', '＝1+1', '＋1', '－1', '＠a'])(
    'that begins like the formula %j is text to a spreadsheet',
    (cell) => expect(csvLine([cell])).toMatch(/^"?'/),
  );

  test('keeps numbers, also those below nothing, and plain words as they are', () => {
    expect(csvLine([-5, '阿楠', '2-1', '咖啡，豆'])).toBe('-5,阿楠,2-1,咖啡，豆\r\n');
  });

  const cell = fc.string({ unit: 'grapheme' }).map((text) => text.trim());
  prop.prop([fc.array(cell, { minLength: 2, maxLength: 6 })])('is read back as it was written', (cells) => {
    const written = cells.map((each) => `x${each}`);
    const { rows } = readCsv(base64(csvLine(['a', 'b']) + csvLine(written)));
    expect(rows[1]).toEqual(written);
  });
});

test('a file is read in UTF-8 with and without its mark, in GBK, with quotes, commas and line breaks in a cell', () => {
  const text = '名字,话\r\n"阿楠","她说：""好,""\n下一行"\r\n';
  const rows = [
    ['名字', '话'],
    ['阿楠', '她说："好,"\n下一行'],
  ];
  expect(readCsv(base64(text))).toEqual({ encoding: 'utf-8', rows });
  expect(readCsv(base64(`\ufeff${text}`))).toEqual({ encoding: 'utf-8', rows });
  expect(readCsv(base64(text, 'gbk'))).toEqual({ encoding: 'gbk', rows });
});

test.each([
  ['only its header', 'a,b\r\n', 'csv_empty'],
  ['nothing', '', 'csv_empty'],
  ['a quote that never ends', 'a,b\r\n"x,y\r\n', 'csv_malformed'],
])('a file with %s is refused by name', (_what, text, code) => {
  expect(() => readCsv(base64(text))).toThrow(expect.objectContaining({ code }) as Error);
});

test('a workbook, or what Excel calls Unicode text, is told what to save it as', () => {
  const notText = expect.objectContaining({ code: 'csv_not_text' }) as Error;
  expect(() => readCsv(base64('名字,话\r\n阿楠,好\r\n', 'utf16'))).toThrow(notText);
  expect(() => readCsv(Buffer.from('PK\u0003\u0004\u0014\u0000\u0006\u0000').toString('base64'))).toThrow(
    notText,
  );
});
