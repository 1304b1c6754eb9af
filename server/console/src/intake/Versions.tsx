import type { QuestionnaireView } from '@kouyi/shared/contracts';
import { Button } from 'antd';
import { useSend } from '../api';
import { useCan } from '../app/session';
import { DataTable } from '../ui/DataTable';
import { count, percent } from '../ui/number';
import { Blank, Card, Notice, Pill, Trouble } from '../ui/pieces';
import { when } from '../ui/when';
import { compareRuns } from './compare';

type Version = QuestionnaireView['versions'][number];

/** Which versions new people get: one, two with equal halves, or none. */
export const Versions = ({ questionnaire }: { questionnaire: QuestionnaireView }) => {
  const can = useCan();
  const run = useSend('intake', 'run');
  const running = questionnaire.versions.filter((each) => each.running).map(({ version }) => version);
  const toggle = (version: Version): void =>
    run.mutate({
      id: questionnaire.id,
      versions: version.running
        ? running.filter((each) => each !== version.version)
        : [...running, version.version].slice(-2),
    });
  const [older, newer] = questionnaire.versions.filter((each) => each.running);
  const compared = older && newer ? ([newer, older] as const) : undefined;
  if (questionnaire.versions.length === 0)
    return (
      <Card>
        <Blank title="还没有发布过">检查通过之后点「发布」，就会有第 1 版。</Blank>
      </Card>
    );
  return (
    <Card
      title="版本"
      sub={
        running.length > 1
          ? '两版在对比：每个人固定分到一版，两边各一半。'
          : '最多两版同时在用，就是 A/B 对比。'
      }
    >
      {compared && (
        <div style={{ marginBottom: 12 }}>
          <Notice tone="info">
            {compareRuns(...compared)}
            先发布的那一版，也数了对比之前答的。
          </Notice>
        </div>
      )}
      <DataTable
        label="版本"
        rows={[...questionnaire.versions].reverse()}
        keyOf={({ version }) => String(version)}
        columns={[
          { head: '版本', cell: ({ version }) => <strong>第 {version} 版</strong> },
          {
            head: '状态',
            cell: (version) => (
              <Pill tone={version.running ? 'good' : undefined}>{version.running ? '在用' : '停了'}</Pill>
            ),
          },
          { head: '题数', cell: ({ questions }) => count(questions), end: true },
          { head: '开始', cell: ({ started }) => count(started), end: true },
          { head: '答完', cell: ({ completed }) => count(completed), end: true },
          { head: '完成率', cell: ({ started, completed }) => percent(completed, started), end: true },
          { head: '发布', cell: ({ publishedAt, publishedBy }) => `${when(publishedAt)} · ${publishedBy}` },
          {
            head: '',
            end: true,
            cell: (version) =>
              can('intake.write') && (
                <Button size="small" loading={run.isPending} onClick={() => toggle(version)}>
                  {version.running ? '停用' : '启用'}
                </Button>
              ),
          },
        ]}
      />
      <Trouble failure={run.error} />
    </Card>
  );
};
