import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, type InputRef, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { type Out, useApi, useSend } from '../api';
import { useMe } from '../app/session';
import { Bones } from '../ui/Bones';
import { Card, Failed, Notice, Trouble } from '../ui/pieces';

type State = Out<'demo', 'status'>['state'];
const LINES: Record<State, string> = {
  none: '没有装。',
  loading: '正在装：建门店和群、请来会员、把八周的聊天和买卖过一遍……一般要半分钟，装好之前先别做别的。',
  loaded: '装着。门店、群、会员、活动和聊天都是编的，尽管试。',
  removing: '正在清空，服务器会重新准备一下……一般要几秒。',
};
const WATCH_MS = 1_500;

/** Asks for the brand's name before everything goes. */
const Remove = ({ open, onClose, onDone }: { open: boolean; onClose: () => void; onDone: () => void }) => {
  const { brandName } = useMe();
  const [typed, setTyped] = useState('');
  const box = useRef<InputRef>(null);
  const remove = useSend('demo', 'remove', {
    then: () => {
      setTyped('');
      onDone();
    },
  });
  const fits = typed.trim() === brandName;
  const send = (): void => {
    if (fits && !remove.isPending) remove.mutate({ brandName });
  };
  return (
    <Modal
      title="清空，从空白开始？"
      open={open}
      onCancel={onClose}
      okText="清空"
      cancelText="先不"
      okButtonProps={{ danger: true, disabled: !fits }}
      confirmLoading={remove.isPending}
      onOk={send}
      afterOpenChange={(isOpen) => isOpen && box.current?.focus()}
    >
      <p style={{ marginBottom: 10 }}>
        演示的门店、员工、群、会员、活动、账本，连同你在里面试着做的，全都会删掉，找不回来。只留下你这个账号。
      </p>
      <Input
        ref={box}
        onPressEnter={send}
        aria-label="照着打一遍品牌名"
        placeholder={`照着打一遍：${brandName}`}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <Trouble failure={remove.error} />
    </Modal>
  );
};

/** The demo brand: load it to look around, remove it for an empty start. */
export const DemoBrand = () => {
  const client = useQueryClient();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  // While the server starts anew nobody answers; that is not a failure.
  const [waitsFor, setWaitsFor] = useState<State>();
  const status = useApi('demo', 'status', {}, { everyMs: waitsFor ? WATCH_MS : 15_000 });
  const load = useSend('demo', 'load', { then: () => setWaitsFor('loaded') });
  const state: State | undefined =
    waitsFor === 'none' ? 'removing' : waitsFor === 'loaded' ? 'loading' : status.data?.state;
  const arrived = waitsFor !== undefined && !status.isError && status.data?.state === waitsFor;
  const told = useRef(message);
  useEffect(() => {
    if (!arrived) return;
    setWaitsFor(undefined);
    void client.invalidateQueries();
    void told.current.info(waitsFor === 'none' ? '清空了，从第一个群开始吧' : '演示品牌装好了');
  }, [arrived, waitsFor, client]);
  if (status.isPending) return <Bones lines={3} />;
  if (!status.data || state === undefined)
    return <Failed failure={status.error} retry={() => void status.refetch()} />;
  const { mayLoad, mayRemove, reason } = status.data;
  const busy = state === 'loading' || state === 'removing';
  return (
    <Card title="演示品牌" sub="一家卖咖啡和护肤的品牌，门店、群、会员和聊天都替你备好了">
      <p style={{ marginBottom: 12 }} role="status">
        {LINES[state]}
        {state === 'loading' && status.data.progress !== undefined && (
          <> 已经 {Math.round(status.data.progress * 100)}%。</>
        )}
      </p>
      <div className="row" style={{ marginBottom: 10 }}>
        {state === 'none' && (
          <Button loading={load.isPending} disabled={!mayLoad} onClick={() => load.mutate({})}>
            装上看看
          </Button>
        )}
        {state === 'loaded' && (
          <Button disabled={!mayRemove} onClick={() => setAsking(true)}>
            清空，从空白开始
          </Button>
        )}
        {busy && (
          <Button loading disabled>
            {state === 'loading' ? '正在装' : '正在清空'}
          </Button>
        )}
      </div>
      {!busy && reason !== undefined && <Notice tone="info">{reason}</Notice>}
      <Trouble failure={load.error} />
      <Remove
        open={asking}
        onClose={() => setAsking(false)}
        onDone={() => {
          setAsking(false);
          setWaitsFor('none');
        }}
      />
    </Card>
  );
};
