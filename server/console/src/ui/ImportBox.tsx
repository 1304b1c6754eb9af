import { Modal, Upload } from 'antd';
import { type ReactNode, useState } from 'react';
import { base64Of } from './base64';
import { Notice, Trouble } from './pieces';

const LARGEST_BYTES = 1_300_000;

/**
 * A table from a file, in two steps: it is read and shown what would change, then taken. `shown` is what the dry run
 * says; `ready` whether anything of it can be taken.
 */
export const ImportBox = ({
  title,
  lead,
  open,
  ok,
  ready,
  busy,
  failure,
  shown,
  onFile,
  onTake,
  onClose,
}: {
  title: string;
  lead: ReactNode;
  open: boolean;
  ok: string;
  ready: boolean;
  busy: boolean;
  failure: unknown;
  shown: ReactNode;
  onFile: (base64: string) => void;
  onTake: (base64: string) => void;
  onClose: () => void;
}) => {
  const [file, setFile] = useState<{ name: string; base64: string }>();
  const [tooLarge, setTooLarge] = useState(false);
  const [wasOpen, setWasOpen] = useState(open);
  // Opened anew it knows nothing of the file before.
  if (wasOpen !== open) {
    setWasOpen(open);
    setTooLarge(false);
    if (open) setFile(undefined);
  }
  const take = async (chosen: File): Promise<void> => {
    setTooLarge(chosen.size > LARGEST_BYTES);
    if (chosen.size > LARGEST_BYTES) return;
    const base64 = await base64Of(chosen);
    setFile({ name: chosen.name, base64 });
    onFile(base64);
  };
  return (
    <Modal
      title={title}
      open={open}
      width={760}
      okText={file ? ok : '先选一个文件'}
      cancelText="先不"
      okButtonProps={{ disabled: !ready || !file }}
      confirmLoading={busy}
      onOk={() => file && onTake(file.base64)}
      onCancel={onClose}
      destroyOnHidden
    >
      <div className="stack">
        <Upload.Dragger
          accept=".csv,text/csv"
          showUploadList={false}
          beforeUpload={(chosen) => {
            void take(chosen);
            return false;
          }}
        >
          <p style={{ fontSize: 15 }}>把 CSV 拖到这里，或者点一下来选</p>
          <p className="quiet">{file ? `读过：${file.name}` : lead}</p>
        </Upload.Dragger>
        {tooLarge && <Notice>文件超过 1.3 MB，拆成几份再导。</Notice>}
        <Trouble failure={file && failure} />
        {file && shown}
      </div>
    </Modal>
  );
};
