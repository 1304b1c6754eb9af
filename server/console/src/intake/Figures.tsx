import { useApi, type Out } from '../api';
import { DataTable } from '../ui/DataTable';
import { count, percent } from '../ui/number';
import { Bones } from '../ui/Bones';
import { Blank, Card, Failed, Meter } from '../ui/pieces';

type OfVersion = Out<'intake', 'figures'>['versions'][number];

const SOURCES: Record<string, string> = {
  home: '福利首页',
  app: '测一测',
  share: '朋友分享',
  direct: '直接打开',
  demo: '演示',
  other: '其他',
};

/** Completion, drop-off per question, sources and results, version by version. */
export const Figures = ({ id }: { id: string }) => {
  const figures = useApi('intake', 'figures', { id }, { everyMs: 10_000 });
  if (figures.error && !figures.data)
    return <Failed failure={figures.error} retry={() => void figures.refetch()} />;
  if (!figures.data) return <Bones lines={8} />;
  const versions = figures.data.versions.filter(({ started }) => started > 0);
  if (versions.length === 0)
    return (
      <Card>
        <Blank title="还没有人答过">有人开始答，这里马上就有数。</Blank>
      </Card>
    );
  return (
    <div className="stack">
      {versions.map((version) => (
        <VersionFigures key={version.version} of={version} />
      ))}
    </div>
  );
};

const VersionFigures = ({ of }: { of: OfVersion }) => {
  const most = of.results.length > 0 ? Math.max(...of.results.map((each) => each.count)) : 1;
  return (
    <Card
      title={`第 ${of.version} 版`}
      sub={`${count(of.started)} 人开始，${count(of.completed)} 人答完（${percent(of.completed, of.started)}）`}
    >
      <div className="figures-pair">
        <div>
          <h3>每一题走到哪</h3>
          <DataTable
            label={`第 ${of.version} 版每一题`}
            rows={of.questions}
            keyOf={(question) => question.id}
            columns={[
              { head: '题目', cell: ({ title }) => title },
              {
                head: '看到',
                end: true,
                cell: ({ reached }) => (
                  <span style={{ whiteSpace: 'nowrap' }}>
                    <Meter className="thin plain" share={of.started > 0 ? reached / of.started : 0} />
                    <span className="tally">{count(reached)}</span>
                  </span>
                ),
              },
              {
                head: '停在这里',
                end: true,
                cell: ({ reached, passed }) =>
                  reached > passed
                    ? `${count(reached - passed)}（${percent(reached - passed, reached)}）`
                    : '–',
              },
            ]}
          />
        </div>
        <div>
          <h3>从哪来</h3>
          <DataTable
            label={`第 ${of.version} 版来源`}
            rows={of.sources}
            keyOf={({ source }) => source}
            columns={[
              { head: '来源', cell: ({ source }) => SOURCES[source] ?? source },
              { head: '开始', cell: ({ started }) => count(started), end: true },
              { head: '完成率', cell: ({ started, completed }) => percent(completed, started), end: true },
            ]}
          />
          <h3>结果</h3>
          {of.results.length === 0 ? (
            <p className="quiet">还没有人答完。</p>
          ) : (
            <DataTable
              label={`第 ${of.version} 版结果`}
              rows={of.results}
              keyOf={(result) => result.id}
              columns={[
                { head: '结果', cell: ({ name }) => name },
                {
                  head: '人数',
                  end: true,
                  cell: (result) => (
                    <span style={{ whiteSpace: 'nowrap' }}>
                      <Meter className="thin plain" share={result.count / most} />
                      <span className="tally">{count(result.count)}</span>
                    </span>
                  ),
                },
              ]}
            />
          )}
        </div>
      </div>
    </Card>
  );
};
