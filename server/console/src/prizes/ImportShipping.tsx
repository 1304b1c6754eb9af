import { App, Button } from 'antd';
import { useState } from 'react';
import { type Out, useSend } from '../api';
import { type Column, DataTable } from '../ui/DataTable';
import { ImportBox } from '../ui/ImportBox';
import { Notice, Pill } from '../ui/pieces';

type Row = Out<'prizes', 'importShipping'>['rows'][number];

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

const Box = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const { message } = App.useApp();
  const tryOut = useSend('prizes', 'importShipping');
  const take = useSend('prizes', 'importShipping', {
    then: ({ shipped }) => {
      void message.info(shipped > 0 ? `${shipped} 件发货了，已经告诉本人` : '这些单号之前都登记过了');
      onClose();
    },
  });
  const rows = tryOut.data?.rows ?? [];
  const bad = rows.filter(({ problems }) => problems.length > 0).length;
  return (
    <ImportBox
      title="导入快递单号"
      lead="用「导出待发货」的表，填上最后两列再传回来；空着的行先不动。要么全部登记，要么一件不登记。"
      open={open}
      ok={rows.length > 0 ? `${rows.length} 件都寄出了` : '寄出了'}
      ready={rows.length > 0 && bad === 0}
      busy={tryOut.isPending || take.isPending}
      failure={tryOut.error ?? take.error}
      onFile={(base64) => {
        take.reset();
        tryOut.mutate({ base64, dryRun: true });
      }}
      onTake={(base64) => take.mutate({ base64, dryRun: false })}
      onClose={onClose}
      shown={
        <>
          {tryOut.data && rows.length === 0 && <Notice>表里没有填好的单号，填上再传。</Notice>}
          {rows.length > 0 && (
            <>
              <p>{bad > 0 ? `${rows.length} 行里有 ${bad} 行要改` : `读懂了 ${rows.length} 行，还没登记`}</p>
              <DataTable label="试读结果" columns={columns} rows={rows} keyOf={({ line }) => String(line)} />
            </>
          )}
        </>
      }
    />
  );
};

/** Shipping numbers from the exported table, filled: read first, then all lines or none. */
export const ImportShipping = () => {
  const [round, setRound] = useState(0);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        onClick={() => {
          setRound(round + 1);
          setOpen(true);
        }}
      >
        导入单号
      </Button>
      {/* Each time anew: what was read the last time is another table. */}
      <Box key={round} open={open} onClose={() => setOpen(false)} />
    </>
  );
};
