import type { RoundView } from '@kouyi/shared/contracts';
import { Button } from 'antd';
import { routes, useRows } from '../api';
import { useCopy } from '../ui/copy';
import { Bones } from '../ui/Bones';
import { Blank, Card, Facts, Failed, Pill } from '../ui/pieces';
import { count } from '../ui/number';
import { saveAs } from '../ui/save';
import { when } from '../ui/when';

const Round = ({ boxId, round }: { boxId: string; round: RoundView }) => {
  const copy = useCopy();
  const closed = round.state === 'closed';
  return (
    <article className="round">
      <header>
        <b>第 {round.number} 轮</b>
        <Pill tone={closed ? undefined : 'live'}>{closed ? '已公布种子' : '进行中'}</Pill>
        <span className="quiet">
          {when(round.openedAt)}
          {round.closedAt ? ` 到 ${when(round.closedAt)}` : ' 起'} · {count(round.draws)} 次
        </span>
        {closed && (
          <span className="push">
            <Button
              size="small"
              onClick={() =>
                saveAs(
                  routes.draws.exportRound[1].replace(':id', boxId).replace(':roundId', round.id),
                  `第${round.number}轮-${round.id}.json`,
                )
              }
            >
              下载审计文件
            </Button>
          </span>
        )}
      </header>
      <Facts
        of={[
          [
            '承诺',
            <span key="c">
              <span className="hash">{round.commitment}</span>{' '}
              <button type="button" className="link" onClick={() => copy(round.commitment)}>
                复制
              </button>
            </span>,
          ],
          [
            '种子',
            round.serverSeed ? (
              <span key="s">
                <span className="hash">{round.serverSeed}</span>{' '}
                <button type="button" className="link" onClick={() => copy(round.serverSeed!)}>
                  复制
                </button>
              </span>
            ) : (
              '这一轮结束时公布'
            ),
          ],
          [
            '链上最后一环',
            <span key="h" className="hash">
              {round.chain}
            </span>,
          ],
        ]}
      />
    </article>
  );
};

/** Every round with its commitment and, once closed, its seed and the file that anybody can check. */
export const Rounds = ({ id }: { id: string }) => {
  const rounds = useRows('draws', 'rounds', { id, limit: 20 }, { everyMs: 10_000 });
  return (
    <Card
      title="轮次"
      sub="抽之前先公布承诺，一轮结束公布种子；审计文件用 node server/scripts/verify-draws.mjs 逐行核对"
    >
      {rounds.isLoading && <Bones lines={6} />}
      {rounds.failure !== null && <Failed failure={rounds.failure} retry={rounds.retry} />}
      {!rounds.isLoading && rounds.failure === null && rounds.rows.length === 0 && (
        <Blank title="还没有轮次">开放盲盒时自动开始第一轮。</Blank>
      )}
      {rounds.rows.map((round) => (
        <Round key={round.id} boxId={id} round={round} />
      ))}
      {rounds.more && (
        <div className="table-foot">
          <Button onClick={rounds.more} loading={rounds.isMore}>
            再看一些
          </Button>
        </div>
      )}
    </Card>
  );
};
