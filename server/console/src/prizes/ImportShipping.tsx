import { App, Button, Modal, Upload } from 'antd';
import { useState } from 'react';
import { type Out, useSend } from '../api';
import { base64Of } from '../ui/base64';
import { type Column, DataTable } from '../ui/DataTable';
import { Notice, Pill, Trouble } from '../ui/pieces';

type Row = Out<'prizes', 'importShipping'>['rows'][number];
const LARGEST_BYTES = 1_000_000;

const columns: Column<Row>[] = [
  { head: '行', cell: ({ line }) => line, width: 60 },
  { head: '奖品', cell: ({ name, prizeId }) => name || prizeId },
  { head: '快递', cell: ({ carrier, trackingNo }) => `${carrier} ${trackingNo}` },
  {
    head: '要改的',
    cell: ({ problems }) =>
      problems.length === 0 ? (
        <Pill tone="good">没问题</Pill>
      ) : (
        problems.map(({ code, message }) => (
          <p key={code} className="amber">
            {message}
          </p>
        ))
      ),
  },
];

/** Shipping numbers from the exported table, filled: read first, then all lines or none. */
export const ImportShipping = () => {
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [file, setFile] = useState<{ name: string; base64: string }>();
  const [tooLarge, setTooLarge] = useState(false);
  const tryOut = useSend('prizes', 'importShipping');
  const save = useSend('prizes', 'importShipping', {
    then: ({ shipped }) => {
      void message.info(shipped > 0 ? `${shipped} 件发货了，已经告诉本人` : '这些单号之前都登记过了');
      close();
    },
  });
  const close = (): void => {
    setOpen(false);
    setFile(undefined);
    tryOut.reset();
    save.reset();
  };
  const take = async (chosen: File): Promise<void> => {
    save.reset();
    tryOut.reset();
    setTooLarge(chosen.size > LARGEST_BYTES);
    if (chosen.size > LARGEST_BYTES) return;
    const base64 = await base64Of(chosen);
    setFile({ name: chosen.name, base64 });
    tryOut.mutate({ base64, dryRun: true });
  };
  const rows = tryOut.data?.rows ?? [];
  const bad = rows.filter(({ problems }) => problems.length > 0).length;
  return (
    <>
      <Button onClick={() => setOpen(true)}>导入单号</Button>
      <Modal
        open={open}
        width={680}
        title="导入快递单号"
        onCancel={close}
        okText={rows.length > 0 ? `${rows.length} 件都寄出了` : '寄出了'}
        cancelText="先不"
        okButtonProps={{ disabled: rows.length === 0 || bad > 0 }}
        confirmLoading={save.isPending}
        onOk={() => file && save.mutate({ base64: file.base64, dryRun: false })}
        destroyOnHidden
      >
        <div className="stack">
          <p className="quiet">
            用「导出待发货」的表，填上最后两列再传回来；空着的行先不动。要么全部登记，要么一件不登记。
          </p>
          <Upload.Dragger
            accept=".csv,text/csv"
            showUploadList={false}
            beforeUpload={(chosen) => {
              void take(chosen);
              return false;
            }}
          >
            <p>把 CSV 拖到这里，或者点一下来选</p>
            <p className="quiet">{file ? `读过：${file.name}` : 'UTF-8 或 GBK 都行，最大 1 MB'}</p>
          </Upload.Dragger>
          {tooLarge && <Notice>文件超过 1 MB，拆成几份再传。</Notice>}
          <Trouble failure={tryOut.error ?? save.error} />
          {tryOut.data && rows.length === 0 && <Notice>表里没有填好的单号，填上再传。</Notice>}
          {rows.length > 0 && (
            <>
              <p>{bad > 0 ? `${rows.length} 行里有 ${bad} 行要改` : `读懂了 ${rows.length} 行，还没登记`}</p>
              <DataTable label="试读结果" columns={columns} rows={rows} keyOf={({ line }) => String(line)} />
            </>
          )}
        </div>
      </Modal>
    </>
  );
};
