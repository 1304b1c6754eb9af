import { App, Button, DatePicker, Form, Input, Upload } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { type In, useSend } from '../api';
import { KocPick } from '../commission/KocPick';
import { base64Of } from '../ui/base64';
import { FormModal } from '../ui/FormModal';
import { useTell } from '../ui/tell';
import { fromPicker } from '../ui/when';
import { GroupPick } from './GroupPick';

interface Joining {
  joinUrl?: string;
  qrUntil?: Dayjs | null;
}

/** More than that the server refuses. */
const MAX_BYTES = 1_000_000;

/** The picture of a group's own QR code, kept until the form is sent. */
const useQr = () => {
  const { message } = App.useApp();
  const [qr, setQr] = useState<{ name: string; base64: string }>();
  const take = async (file: File): Promise<void> => {
    if (file.size > MAX_BYTES) void message.warning(`「${file.name}」超过 1 MB，截小一点再传。`);
    else setQr({ name: file.name, base64: await base64Of(file) });
  };
  const field = (
    <Form.Item label="群二维码（PNG、JPG 或 WebP，1 MB 以内）">
      <Upload
        accept="image/png,image/jpeg,image/webp"
        showUploadList={false}
        beforeUpload={(file) => {
          void take(file);
          return false;
        }}
      >
        <Button>{qr ? `换一张（${qr.name}）` : '选一张图'}</Button>
      </Upload>
    </Form.Item>
  );
  return { qr, field };
};

const JoiningFields = () => (
  <>
    <Form.Item name="qrUntil" label="二维码到什么时候（微信群码 7 天就失效）">
      <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
    </Form.Item>
    <Form.Item
      name="joinUrl"
      label="或者进群链接"
      rules={[{ type: 'url', message: '写完整的链接，以 https:// 开头' }]}
    >
      <Input placeholder="https://" maxLength={500} />
    </Form.Item>
  </>
);

type Way = Pick<In<'subGroups', 'setJoining'>, 'joinUrl' | 'qrBase64' | 'qrUntil'>;
const wayOf = ({ joinUrl, qrUntil }: Joining, qr: { base64: string } | undefined): Way => ({
  ...(joinUrl ? { joinUrl } : {}),
  ...(qr ? { qrBase64: qr.base64 } : {}),
  ...(qrUntil ? { qrUntil: fromPicker(qrUntil) } : {}),
});

/** Gives a requested sub-group its real group. */
export const AttachBox = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const tell = useTell();
  const { qr, field } = useQr();
  const attach = useSend('subGroups', 'attach', {
    then: ({ name }) => {
      onClose();
      tell(`「${name}」接好了，已经告诉 KOC`);
    },
  });
  return (
    <FormModal<Joining & { groupId: string }>
      title="接上真实的群"
      open
      ok="接上"
      busy={attach.isPending}
      failure={attach.error}
      onClose={onClose}
      onFinish={({ groupId, ...way }) => attach.mutate({ id, groupId, ...wayOf(way, qr) })}
    >
      <Form.Item
        name="groupId"
        label="哪个群（机器人已经在里面的）"
        rules={[{ required: true, message: '选一个群' }]}
      >
        <GroupPick />
      </Form.Item>
      {field}
      <JoiningFields />
    </FormModal>
  );
};

/** Another way into a real group. */
export const JoiningBox = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const tell = useTell();
  const { qr, field } = useQr();
  const change = useSend('subGroups', 'setJoining', {
    then: () => {
      onClose();
      tell('换好了');
    },
  });
  return (
    <FormModal<Joining>
      title="换进群二维码"
      open
      ok="换上"
      busy={change.isPending}
      failure={change.error}
      onClose={onClose}
      onFinish={(way) => change.mutate({ id, ...wayOf(way, qr) })}
    >
      {field}
      <JoiningFields />
    </FormModal>
  );
};

const REASON = [{ required: true, min: 2, max: 200, message: '写上原因，至少两个字' }];

/** Another KOC runs it from now on. */
export const HandOverBox = ({ id, name, onClose }: { id: string; name: string; onClose: () => void }) => {
  const tell = useTell();
  const hand = useSend('subGroups', 'handOver', {
    then: ({ kocName }) => {
      onClose();
      tell(`交给 ${kocName} 了，两位都会收到`);
    },
  });
  return (
    <FormModal<{ kocId: string; reason: string }>
      title={`移交「${name}」`}
      open
      ok="移交"
      busy={hand.isPending}
      failure={hand.error}
      onClose={onClose}
      onFinish={({ kocId, reason }) => hand.mutate({ id, kocId, reason })}
    >
      <Form.Item name="kocId" label="交给谁" rules={[{ required: true, message: '选一位 KOC' }]}>
        <KocPick />
      </Form.Item>
      <Form.Item name="reason" label="为什么（两位都会看到）" rules={REASON}>
        <Input />
      </Form.Item>
    </FormModal>
  );
};

/** Turns a request down, or ends a sub-group. */
export const ReasonBox = ({
  id,
  name,
  act,
  onClose,
}: {
  id: string;
  name: string;
  act: 'decline' | 'close';
  onClose: () => void;
}) => {
  const send = useSend('subGroups', act, { then: onClose });
  return (
    <FormModal<{ reason: string }>
      title={act === 'close' ? `结束子群「${name}」？` : `「${name}」不通过`}
      open
      ok={act === 'close' ? '结束' : '不通过'}
      busy={send.isPending}
      failure={send.error}
      onClose={onClose}
      onFinish={({ reason }) => send.mutate({ id, reason })}
    >
      {act === 'close' && <p>群本身还在，只是不再算谁的子群；进群码随即失效。</p>}
      <Form.Item name="reason" label="为什么（KOC 会看到）" rules={REASON}>
        <Input />
      </Form.Item>
    </FormModal>
  );
};
