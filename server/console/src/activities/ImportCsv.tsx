import { Button, Upload } from 'antd';
import { useState } from 'react';
import { type Out, useSend } from '../api';
import { Page } from '../app/Page';
import { type Column, DataTable } from '../ui/DataTable';
import { Card, Notice, Pill, Trouble } from '../ui/pieces';
import { base64Of } from '../ui/base64';
import { saveText } from '../ui/save';
import { useGo } from '../ui/use';
import { sampleCsv } from './sample';

type Row = Out<'activities', 'importCsv'>['rows'][number];
const LARGEST_BYTES = 1_000_000;

const columns: Column<Row>[] = [
  { head: '行', cell: ({ line }) => line, width: 60 },
  { head: '活动', cell: ({ title }) => <strong>{title || '没有名字'}</strong> },
  {
    head: '会是这样',
    cell: ({ words }) =>
      words
        .filter(({ part }) => ['time', 'where', 'trigger', 'reward', 'limit'].includes(part))
        .map(({ line }) => line)
        .join(' '),
  },
  {
    head: '要改的',
    cell: ({ problems }) =>
      problems.length === 0 ? (
        <Pill tone="good">没问题</Pill>
      ) : (
        <ul>
          {problems.map(({ field, message }, i) => (
            <li key={i} className="amber">
              {message}
              <span className="quiet"> {field}</span>
            </li>
          ))}
        </ul>
      ),
  },
];

/** Many activities from a table: a dry run first, then all lines or none. */
export const ImportCsv = () => {
  const go = useGo();
  const [file, setFile] = useState<{ name: string; base64: string }>();
  const [tooLarge, setTooLarge] = useState(false);
  const tryOut = useSend('activities', 'importCsv');
  const save = useSend('activities', 'importCsv', { then: () => go('/activities?state=draft') });
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
    <Page
      title="从表格导入活动"
      back={{ name: '建一个活动', to: '/activities/new' }}
      lead="一行一个活动，存成 CSV（UTF-8 或 GBK 都行）。先试读一遍给你看，确认后要么全建，要么一个不建。"
      acts={
        <>
          <Button onClick={() => saveText(sampleCsv(), '活动导入样例.csv')}>下载样例</Button>
          {tryOut.data && (
            <Button
              type="primary"
              disabled={bad > 0 || rows.length === 0}
              loading={save.isPending}
              onClick={() => file && save.mutate({ base64: file.base64, dryRun: false })}
            >
              建成 {rows.length} 份草稿
            </Button>
          )}
        </>
      }
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
          <p className="quiet">{file ? `读过：${file.name}` : '最大 1 MB；等号开头的公式不会收'}</p>
        </Upload.Dragger>
        {tooLarge && <Notice>文件超过 1 MB，拆成几份再导。</Notice>}
        <Trouble failure={tryOut.error ?? save.error} />
        {tryOut.data && (
          <Card
            title={bad > 0 ? `${rows.length} 行里有 ${bad} 行要改` : `读懂了 ${rows.length} 行`}
            sub={`按 ${tryOut.data.encoding.toUpperCase()} 读的；还没有存任何东西`}
          >
            <DataTable label="试读结果" columns={columns} rows={rows} keyOf={({ line }) => String(line)} />
          </Card>
        )}
      </div>
    </Page>
  );
};
