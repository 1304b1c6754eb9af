import { GROWTH_STANDING_NAMES, KOC_TIER_NAMES } from '@kouyi/shared/types';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';
import { type Out, useApi } from '../api';
import { NotYet } from '../app/NotYet';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { ChartCard } from '../ui/ChartCard';
import { type Column, DataTable } from '../ui/DataTable';
import { Blank, Card, Facts, Figure, Formula, Meter, Notice, Pill } from '../ui/pieces';
import { count } from '../ui/number';
import { useGo } from '../ui/use';
import { dayWords, when, wholeDays } from '../ui/when';
import { MoveBox } from './MoveBox';
import { ReachedPeople } from './ReachedPeople';
import { moveWords, stageTone } from './tones';
import './growth.scss';

type Grower = Out<'growth', 'person'>;
type Step = Grower['path'][number];

const Path = ({ path }: { path: Step[] }) => (
  <ol className="growth-path">
    {path.map(({ stage, name, reached, since, conditions, atLeast, words }) => (
      <li key={stage} className={reached ? 'reached' : ''}>
        <h3>
          {name}
          {since && <small>{dayWords(since)} 起</small>}
          {conditions.length > atLeast && <small>满足其中 {atLeast} 条</small>}
        </h3>
        <ul>
          {conditions.map(({ words: line, have, need, met }) => (
            <li key={line}>
              <span>{line}</span>
              <Meter share={have / need} className={met ? 'thin good' : 'thin plain'} />
              <span className="num">
                {have} / {need} {met && '✓'}
              </span>
            </li>
          ))}
        </ul>
        <p className="quiet">{words}</p>
      </li>
    ))}
  </ol>
);

const Standing = ({ standing }: { standing: NonNullable<Grower['standing']> }) => (
  <Card title="毕业标准" sub={`算到 ${when(standing.at)}`}>
    <Facts
      of={[
        ['覆盖', standing.coverage.words.replace(/是你/, '是 TA ')],
        ['复用', standing.reusability.words],
        ['分数', standing.sum.map((line) => <p key={line}>{line}</p>)],
        [
          '和同伴比',
          standing.percentile === undefined
            ? `有分数的只有 ${count(standing.peers)} 位，还不好比`
            : `高过 ${standing.percentile}% 的同伴（共 ${count(standing.peers)} 位）`,
        ],
      ]}
    />
    <Formula>{standing.formula}</Formula>
  </Card>
);

const Weeks = ({ weeks }: { weeks: Grower['weeks'] }) => {
  const points = useMemo(
    () => weeks.map(({ at, score }) => ({ at: Date.parse(at), counted: score })),
    [weeks],
  );
  return (
    <ChartCard
      title="每周的分"
      sub="每周一记下上一周末的分，记了就不改"
      label="每周的分"
      points={points}
      words={wholeDays}
      unit="分"
      blank="还没有记过：到下一个周一，这里会有第一个点。"
      table={() => (
        <DataTable
          label="每周的分"
          rows={[...weeks].reverse()}
          keyOf={({ at }) => at}
          columns={[
            { head: '哪一周', cell: ({ at }) => dayWords(at) },
            { head: '分', cell: ({ score }) => score.toFixed(1), end: true },
          ]}
        />
      )}
    />
  );
};

const moveColumns: Column<Grower['moves'][number]>[] = [
  { head: '从哪到哪', cell: ({ from, to }) => moveWords(from, to) },
  { head: '为什么', cell: ({ reason }) => reason, wide: true },
  { head: '什么时候', cell: ({ at }) => when(at) },
];

/** One person on their way to KOC: path, standard, whom they reached, every move, and what can be done. */
export const GrowerPage = () => {
  const { id = '' } = useParams();
  const go = useGo();
  const can = useCan();
  const one = useApi('growth', 'person', { id });
  const [moving, setMoving] = useState(false);
  const back = { name: 'KOC 看板', to: '/koc' };
  if (!one.data) return <NotYet title="KOC 成长" back={back} of={one} />;
  const { nickname, stage, koc, standing, warning, moved, proposal, path, moves, weeks } = one.data;
  return (
    <Page
      title={nickname || '还没有昵称'}
      back={back}
      state={<Pill tone={stageTone(stage)}>{GROWTH_STANDING_NAMES[stage]}</Pill>}
      acts={
        <>
          {can('people.read') && <Button onClick={() => go(`/people/${one.data.id}`)}>看这个人</Button>}
          {can('koc.write') && !koc && <Button onClick={() => setMoving(true)}>手工调整</Button>}
          {koc && can('commission.read') && <Button onClick={() => go('/koc/serving')}>等级和结束</Button>}
        </>
      }
    >
      <div className="stack" style={{ gap: 18 }}>
        {warning && <Notice>{`${warning.words} 最晚到 ${dayWords(warning.until)}。`}</Notice>}
        {moved && (
          <Notice tone="info">
            {`${moved.by} 手工调到「${GROWTH_STANDING_NAMES[moved.to]}」，到 ${dayWords(moved.until)} 为止：${moved.reason}`}
          </Notice>
        )}
        {proposal?.state === 'open' && can('koc.write') && (
          <Notice tone="info" action={<Button onClick={() => go('/koc?tab=proposals')}>去决定</Button>}>
            {proposal.kind === 'appoint' ? '在等你决定要不要任命。' : '条件断得太久，在等你决定要不要结束。'}
          </Notice>
        )}
        <div className="figures">
          <Figure
            label="分数"
            value={standing ? standing.score.toFixed(1) : '–'}
            note={standing ? '覆盖和复用合起来，满分 100' : '走到「分享」或带来过人才有'}
          />
          <Figure label="带来" value={count(standing?.coverage.reached ?? 0)} note="第一个带来的人" />
          <Figure label="激活" value={count(standing?.coverage.activated ?? 0)} note="之后真的参加了的" />
          {koc && (
            <Figure
              label="KOC"
              value={KOC_TIER_NAMES[koc.tier]}
              note={
                can('ledger.read') ? (
                  <Link
                    className="link"
                    to={`/ledger?account=${encodeURIComponent(`fen:koc:${one.data.id}:available`)}`}
                  >
                    推荐码 {koc.code} · 看佣金
                  </Link>
                ) : (
                  `推荐码 ${koc.code}`
                )
              }
            />
          )}
        </div>
        <div className="split">
          <div className="stack" style={{ gap: 18 }}>
            <Card title="走到哪了" sub="每一条都从记录里数出来，不靠印象">
              <Path path={path} />
            </Card>
            <ReachedPeople id={one.data.id} />
          </div>
          <div className="stack" style={{ gap: 18 }}>
            {standing && <Standing standing={standing} />}
            <Weeks weeks={weeks} />
            <Card title="升降" sub="最近 20 次">
              {moves.length === 0 ? (
                <Blank title="还没有动过" />
              ) : (
                <DataTable label="升降" rows={moves} columns={moveColumns} keyOf={({ at, to }) => at + to} />
              )}
            </Card>
          </div>
        </div>
      </div>
      {moving && <MoveBox id={one.data.id} name={nickname} stage={stage} onClose={() => setMoving(false)} />}
    </Page>
  );
};
