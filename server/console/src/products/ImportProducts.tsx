import { App } from 'antd';
import { type Out, useSend } from '../api';
import { DataTable } from '../ui/DataTable';
import { ImportBox } from '../ui/ImportBox';
import { Pill } from '../ui/pieces';

type Row = Out<'products', 'importCsv'>['rows'][number];

const EFFECTS: Record<Row['effect'], { tone?: 'good' | 'care' | 'info'; name: string }> = {
  new: { tone: 'good', name: '新商品' },
  changed: { tone: 'info', name: '会改' },
  same: { name: '没变' },
  wrong: { tone: 'care', name: '要改' },
};

/** Takes a table of products: read and told line by line first, saved only then. */
export const ImportProducts = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const { message } = App.useApp();
  const tryOut = useSend('products', 'importCsv');
  const save = useSend('products', 'importCsv', {
    then: ({ saved }) => {
      onClose();
      void message.info(`存了 ${saved} 个商品`);
    },
  });
  const rows = tryOut.data?.rows ?? [];
  const bad = rows.filter(({ effect }) => effect === 'wrong').length;
  return (
    <ImportBox
      title="从表格导入商品"
      lead="表头：商品编码、名称、分类、价格，可以有成本、SKU、页面、在售；没有的列不动原来的。UTF-8 或 GBK"
      open={open}
      ok={`存 ${rows.length - bad} 行`}
      ready={rows.length > 0 && bad === 0}
      busy={tryOut.isPending || save.isPending}
      failure={tryOut.error ?? save.error}
      onFile={(base64) => {
        save.reset();
        tryOut.mutate({ base64, dryRun: true });
      }}
      onTake={(base64) => save.mutate({ base64, dryRun: false })}
      onClose={onClose}
      shown={
        rows.length > 0 && (
          <DataTable
            label="试读结果"
            rows={rows}
            keyOf={({ line }) => String(line)}
            columns={[
              { head: '行', cell: ({ line }) => line, width: 60 },
              { head: '商品', cell: ({ code, name }) => `${name} ${code}` },
              {
                head: '会怎样',
                cell: ({ effect, problems }) => (
                  <>
                    <Pill tone={EFFECTS[effect].tone}>{EFFECTS[effect].name}</Pill>
                    {problems.map((problem) => (
                      <small key={problem} className="amber">
                        {problem}
                      </small>
                    ))}
                  </>
                ),
              },
            ]}
          />
        )
      }
    />
  );
};
