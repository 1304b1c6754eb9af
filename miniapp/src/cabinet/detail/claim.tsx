import { CLAIM_WAYS, type Address, type ClaimWay, type Payee } from '@kouyi/shared/types';
import { useState } from 'react';
import { call } from '@/api/call';
import type { Refusal } from '@/api/refusal';
import type { AnswerOf, AskOf } from '@/api/routes';
import { QuietButton, TakeButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Chips } from '@/ui/chips';
import { Box } from '@/ui/elements';
import { say } from '@/ui/line';
import { List, Row } from '@/ui/list';
import { withNumber } from '@/words/say';
import { AddressForm } from './address-form';
import { PayeeForm } from './payee-form';

type PrizeAnswer = AnswerOf<'member.prize'>;

const WAY_NAMES: Record<ClaimWay, string> = { ship: '寄给我', pick_up: '到店自提', transfer: '转账给我' };
const NOWHERE: Address = { name: '', phone: '', province: '', city: '', district: '', detail: '' };

/** Claims a prize, or changes where it goes while that is still possible. */
export const Claim = ({ value, onClaimed }: { value: PrizeAnswer; onClaimed: () => Promise<void> }) => {
  const { prize } = value;
  const ways = CLAIM_WAYS.filter((one) => prize.ways.includes(one));
  const [picked, setPicked] = useState<ClaimWay>();
  const [changing, setChanging] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const way = picked !== undefined && ways.includes(picked) ? picked : ways[0];
  if (way === undefined) return null;
  const claimed = prize.state !== 'to_claim';
  if (claimed && !changing)
    return (
      <Card>
        <CardHead title={value.address ? '寄到这里' : '还能改'} />
        {value.address ? <Box className="prize-line">{addressLine(value.address)}</Box> : null}
        <QuietButton onTap={() => setChanging(true)}>
          {value.address ? '改地址或领法' : '换个领法'}
        </QuietButton>
      </Card>
    );
  const send = async (more: Omit<AskOf<'member.claimPrize'>, 'id' | 'way'>): Promise<void> => {
    setBusy(true);
    const answer = await call('member.claimPrize', { id: prize.id, way, ...more });
    setBusy(false);
    setRefusal(answer.ok ? undefined : answer.refusal);
    if (!answer.ok) {
      // What is wrong with one part stands beside that part.
      if (!answer.refusal.field) say(withNumber(answer.refusal), 'warn');
      return;
    }
    setChanging(false);
    say(answer.value.line, 'good');
    await onClaimed();
  };
  const form = { busy, refusal };
  return (
    <Card>
      <CardHead title={claimed ? '改成' : '怎么领'} />
      {ways.length > 1 ? (
        <Box className="claim-ways">
          <Chips
            label="怎么领"
            options={ways.map((one) => [one, WAY_NAMES[one]] as const)}
            chosen={way}
            onPick={setPicked}
          />
        </Box>
      ) : null}
      {way === 'ship' ? (
        <AddressForm
          {...form}
          start={value.address ?? value.lastAddress ?? NOWHERE}
          onSend={(address) => void send({ address })}
        />
      ) : null}
      {way === 'pick_up' ? (
        <PickStore {...form} stores={value.stores} onSend={(storeId) => void send({ storeId })} />
      ) : null}
      {way === 'transfer' ? <PayeeForm {...form} onSend={(payee: Payee) => void send({ payee })} /> : null}
    </Card>
  );
};

const addressLine = (to: Address): string =>
  `${to.name} ${to.phone}，${to.province}${to.city}${to.district}${to.detail}`;

interface PickStoreProps {
  busy: boolean;
  stores: PrizeAnswer['stores'];
  onSend: (storeId: string) => void;
}

const PickStore = ({ busy, stores, onSend }: PickStoreProps) => {
  const [storeId, setStoreId] = useState<string>();
  const store = stores.find((one) => one.id === storeId) ?? (stores.length === 1 ? stores[0] : undefined);
  if (stores.length === 0)
    return <Box className="prize-line">现在没有可以自提的门店，选寄给我，或者在群里问问店员。</Box>;
  return (
    <>
      <List label="门店">
        {stores.map((one) => (
          <Row key={one.id} title={one.name} on={one === store} onTap={() => setStoreId(one.id)} />
        ))}
      </List>
      <TakeButton busy={busy} disabled={busy || !store} onTap={() => (store ? onSend(store.id) : undefined)}>
        {busy ? '正在拿码…' : store ? `到「${store.name}」取，拿自提码` : '先选一家门店'}
      </TakeButton>
    </>
  );
};
