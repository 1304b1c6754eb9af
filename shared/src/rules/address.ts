/** Where a prize goes: checked the same on the phone and on the server. */
import type { Address, Payee } from '../types';
import { tidyText } from './text';
import type { RuleProblem } from './validate';

/** A mainland mobile number (11 digits, 1[3-9]…) or a fixed line with its area code. */
const PHONE = /^(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/;
/** Numbers are typed with spaces, hyphens and +86. */
const plainPhone = (phone: string): string =>
  /^\+?86[\s-]?1/.test(phone) || /^1[\d\s-]+$/.test(phone)
    ? phone.replace(/^\+?86/, '').replace(/[\s-]/g, '')
    : phone.trim();

/** The address as it is kept: spaces and control characters gone, the number in its plain form. */
export const tidyAddress = (address: Address): Address => ({
  name: tidyText(address.name),
  phone: plainPhone(tidyText(address.phone)),
  province: tidyText(address.province),
  city: tidyText(address.city),
  district: tidyText(address.district),
  detail: tidyText(address.detail),
});

/** Problems of a tidied address, in the order of the form; empty: a parcel can get there. */
export const addressProblems = (address: Address): RuleProblem[] => {
  const problems: RuleProblem[] = [];
  const add = (field: keyof Address, code: string, message: string) =>
    problems.push({ field: `address.${field}`, code, message });
  if (address.name.length < 2) add('name', 'name_missing', '写上收件人的姓名，快递要看。');
  else if (/[0-9<>]/.test(address.name))
    add('name', 'name_odd', '收件人姓名里有数字或符号，写真名才能签收。');
  if (address.phone === '') add('phone', 'phone_missing', '写上收件人的电话，快递要打。');
  else if (!PHONE.test(address.phone)) add('phone', 'phone_odd', '电话不对，手机号是 11 位，座机带上区号。');
  if (address.province === '') add('province', 'province_missing', '选一下省份。');
  if (address.city === '') add('city', 'city_missing', '选一下城市。');
  if (address.district === '') add('district', 'district_missing', '选一下区县；没有区县就写镇或街道。');
  if (address.detail.length < 4) add('detail', 'detail_missing', '把街道、楼号、门牌写完整，不然送不到。');
  return problems;
};

/** The account as it is kept. */
export const tidyPayee = (payee: Payee): Payee => ({
  method: payee.method,
  account: tidyText(payee.account),
  realName: tidyText(payee.realName),
});

/** Problems of a tidied payee; empty: finance can transfer. */
export const payeeProblems = (payee: Payee): RuleProblem[] => [
  ...(payee.realName.length < 2
    ? [{ field: 'payee.realName', code: 'real_name_missing', message: '写上收款账号的实名，转账要核对。' }]
    : []),
  ...(payee.account.length < 4
    ? [
        {
          field: 'payee.account',
          code: 'account_missing',
          message:
            payee.method === 'wechat' ? '写上微信号，或绑定微信的手机号。' : '写上支付宝账号：手机号或邮箱。',
        },
      ]
    : []),
];

/** 13812345678 → 138****5678. */
export const maskedPhone = (phone: string): string =>
  phone.length < 8 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`;

/** 陈小满 → 陈**: enough to ask "are you …?", too little to know. */
export const maskedName = (name: string): string => `${/^./u.exec(name.trim())?.[0] ?? '*'}**`;
