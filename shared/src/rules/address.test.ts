import { fc, test as prop } from '@fast-check/jest';
import type { Address } from '../types';
import { addressProblems, maskedName, maskedPhone, payeeProblems, tidyAddress } from './address';

const good: Address = {
  name: '陈小满',
  phone: '13812345678',
  province: '上海市',
  city: '上海市',
  district: '浦东新区',
  detail: '世纪大道 1 号 2 楼',
};

test('a whole address has no problem, however the number was typed', () => {
  for (const phone of ['13812345678', '138 1234 5678', '138-1234-5678', '+86 13812345678', '86-13812345678'])
    expect(addressProblems(tidyAddress({ ...good, phone }))).toEqual([]);
  expect(addressProblems(tidyAddress({ ...good, phone: '021-58881234' }))).toEqual([]);
});

test.each(Object.keys(good) as (keyof Address)[])('without its %s it names that part', (part) => {
  const [problem] = addressProblems(tidyAddress({ ...good, [part]: '  ' }));
  expect(problem!.field).toBe(`address.${part}`);
  expect(problem!.message).toMatch(/。$/);
});

test.each(['12345678901', '1381234567', '138123456789', '看微信'])('%s is no phone number', (phone) => {
  expect(addressProblems(tidyAddress({ ...good, phone }))[0]).toMatchObject({ field: 'address.phone' });
});

prop.prop([fc.string(), fc.string()])('a mask never shows the whole', (name, phone) => {
  const shown = maskedName(name);
  expect(shown).toMatch(/^.\*\*$/u);
  if (phone.length > 0) expect(maskedPhone(phone)).not.toBe(phone.replace(/\*/g, ''));
});

test('an account without its name can’t be paid', () => {
  expect(payeeProblems({ method: 'alipay', account: '', realName: '' }).map(({ field }) => field)).toEqual([
    'payee.realName',
    'payee.account',
  ]);
});
