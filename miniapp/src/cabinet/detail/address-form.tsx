import type { Address } from '@kouyi/shared/types';
import { useState } from 'react';
import type { Refusal } from '@/api/refusal';
import { TakeButton } from '@/ui/buttons';
import { Box } from '@/ui/elements';
import { FieldRow, LabeledField } from '@/ui/labeled-field';

interface Props {
  /** What is known already. */
  start: Address;
  busy: boolean;
  /** Why the last try was refused; its field names the part that is wrong. */
  refusal?: Refusal;
  onSend: (address: Address) => void;
}

/** Where a parcel goes. Only who packs it sees this, and each look is written down. */
export const AddressForm = ({ start, busy, refusal, onSend }: Props) => {
  const [to, setTo] = useState(start);
  const field = (part: keyof Address, label: string, placeholder: string, maxLength = 30) => ({
    label,
    placeholder,
    maxLength,
    value: to[part],
    onText: (text: string) => setTo((before) => ({ ...before, [part]: text })),
    ...(refusal?.field?.split('.').pop() === part ? { problem: refusal.message } : {}),
  });
  return (
    <>
      <FieldRow>
        <LabeledField {...field('name', '收件人', '怎么称呼')} />
        <LabeledField {...field('phone', '手机号', '11 位')} kind="phone" />
      </FieldRow>
      <FieldRow>
        <LabeledField {...field('province', '省', '上海市')} />
        <LabeledField {...field('city', '市', '上海市')} />
        <LabeledField {...field('district', '区县', '徐汇区')} />
      </FieldRow>
      <LabeledField {...field('detail', '详细地址', '路、门牌号、楼层', 120)} />
      <Box className="prize-line">地址只用来寄这一件，加密保存，谁看过都有记录。</Box>
      <TakeButton busy={busy} onTap={() => onSend(to)}>
        {busy ? '正在提交…' : '就寄到这里'}
      </TakeButton>
    </>
  );
};
