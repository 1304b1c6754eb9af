import type { Payee } from '@kouyi/shared/types';
import { useState } from 'react';
import type { Refusal } from '@/api/refusal';
import { TakeButton } from '@/ui/buttons';
import { Chips } from '@/ui/chips';
import { Box } from '@/ui/elements';
import { LabeledField } from '@/ui/labeled-field';

const METHODS = [
  ['wechat', '微信'],
  ['alipay', '支付宝'],
] as const;

interface Props {
  busy: boolean;
  refusal?: Refusal;
  onSend: (payee: Payee) => void;
}

/** Where a red packet is transferred to. Only finance sees this, and each look is written down. */
export const PayeeForm = ({ busy, refusal, onSend }: Props) => {
  const [to, setTo] = useState<Payee>({ method: 'wechat', account: '', realName: '' });
  const field = (part: 'account' | 'realName', label: string, placeholder: string, maxLength: number) => ({
    label,
    placeholder,
    maxLength,
    value: to[part],
    onText: (text: string) => setTo((before) => ({ ...before, [part]: text })),
    ...(refusal?.field?.split('.').pop() === part ? { problem: refusal.message } : {}),
  });
  return (
    <>
      <Box className="claim-ways">
        <Chips
          label="转到哪里"
          options={METHODS}
          chosen={to.method}
          onPick={(method) => setTo((before) => ({ ...before, method }))}
        />
      </Box>
      <LabeledField
        {...field('account', '账号', to.method === 'wechat' ? '微信号或手机号' : '支付宝账号', 60)}
      />
      <LabeledField {...field('realName', '真实姓名', '和账号实名一致，免得转错', 30)} />
      <Box className="prize-line">财务核对后转账，信息加密保存，谁看过都有记录。</Box>
      <TakeButton busy={busy} onTap={() => onSend(to)}>
        {busy ? '正在提交…' : '就转到这里'}
      </TakeButton>
    </>
  );
};
