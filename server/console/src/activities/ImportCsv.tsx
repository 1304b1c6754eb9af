import { Button, Upload } from 'antd';
import { useState } from 'react';
import { type Out, useSend } from '../api';
import { Page } from '../app/Page';
import { type Column, DataTable } from '../ui/DataTable';
import { Bones } from '../ui/Bones';
import { Card, Notice, Pill, Trouble } from '../ui/pieces';
import { base64Of } from '../ui/base64';
import { saveText } from '../ui/save';
import { useGo } from '../ui/use';
import { sampleCsv } from './sample';

type Row = Out<'activities', 'importCsv'>['rows'][number];
const LARGEST_BYTES = 1_000_000;

// What the sample holds and what else most people ask for; the reader of the table knows more and says so.
const COLUMNS: [name: string, what: string, such: string][] = [
  ['标题', '群里和小程序里都会看到的名字', '早安打卡'],
  ['类型', '报名、打卡、抽盲盒、抢券、投票、接龙、有奖问答', '打卡'],
  ['群', '群名，或 # 加标签，几个用顿号隔开；也可以写所有群', '#咖啡群、护肤 1 群'],
  ['开始、结束', '北京时间；只写日期就是一整天', '2026-12-01 20:00'],
  ['触发词', '不写就是 1', '1、报名'],
  ['每天时段、星期', '每天只在这一段、这几天开着', '07:00-09:00'],
  ['积分、每人次数、总名额', '给多少、一个人几次、一共多少人', '5'],
  ['选项、问题、答案', '投票和有奖问答用', '1=手冲课；2=拉花课'],
];

const columns: Column<Row>[] = [
  { head: '活动', cell: ({ title }) => <strong>{title || '没读出名字'}</strong>, width: 160 },
  { head: '行', cell: ({ line }) => `第 ${line} 行`, width: 80 },
  {
    head: '会是这样',
    wide: true,
    cell: ({ words }) =>
      words
        .filter(({ part }) => ['time', 'where', 'trigger', 'reward', 'limit'].includes(part))
        .map(({ line }) => line)
        .join(' '),
  },
  {
    head: '要改的',
    wide: true,
    width: '34%',
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
  const save = useSend('activities', 'importCsv', {
    then: ({ created }) => go('/activities?state=draft', { picked: created }),
  });
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
        {!tryOut.data && !tryOut.isPending && (
          <Card title="表格怎么写" sub="前五列要有，其他用得着才写；列的先后不要紧">
            <DataTable
              label="表格的列"
              rows={COLUMNS}
              keyOf={([name]) => name}
              columns={[
                { head: '列', cell: ([name]) => <strong>{name}</strong>, width: 180 },
                { head: '写什么', cell: ([, what]) => what, wide: true },
                { head: '比如', cell: ([, , such]) => <span className="quiet">{such}</span>, wide: true },
              ]}
            />
          </Card>
        )}
        {tryOut.isPending && <Bones lines={4} />}
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
