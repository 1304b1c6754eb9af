import { useCallback, useState } from 'react';
import type { AnswerOf } from '@/api/routes';
import { nowMs } from '@/api/now';
import { gridOf } from '@/cards/grid';
import { go, PAGES } from '@/platform/navigate';
import { TextButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Bubbles } from '@/ui/bubbles';
import { Box, Heading, Words } from '@/ui/elements';
import { Sheet } from '@/ui/sheet';
import { figure } from '@/words/say';
import { dayAndClock } from '@/words/time';
import './standing.scss';

type Measured = NonNullable<AnswerOf<'member.kocCentre'>['standing']>;

/** How far I reach and how often people come again, in plain words; the sum one tap away. */
export const Standing = ({ standing }: { standing: Measured }) => {
  const [asked, setAsked] = useState(false);
  const close = useCallback(() => setAsked(false), []);
  const { coverage, reusability } = standing;
  const grid = gridOf({ counted: coverage.activated, limit: Math.max(coverage.reached, coverage.activated) });
  return (
    <Card>
      <CardHead title="我的影响力" aside={peersWord(standing)} />
      <Box className="big-number">
        <Words className="big-number-figure">{standing.score}</Words>
        <Words>分，满分 100</Words>
      </Box>
      <Heading level={3} className="standing-part">
        {`覆盖：${figure(coverage.activated)} 人`}
      </Heading>
      <Box className="standing-words">{coverage.words}</Box>
      {coverage.reached > 0 ? (
        <>
          <Bubbles
            filled={grid.filled}
            total={grid.total}
            label={`带来 ${figure(coverage.reached)} 人，其中 ${figure(coverage.activated)} 人参加了`}
            small
          />
          {grid.per > 1 ? (
            <Box className="standing-per" silent>{`一个「1」代表 ${figure(grid.per)} 人，红的参加了`}</Box>
          ) : null}
        </>
      ) : null}
      <Heading level={3} className="standing-part">
        {`复用：${Math.round(reusability.share * 100)}%`}
      </Heading>
      <Box className="standing-words">{reusability.words}</Box>
      <Box className="standing-more">
        <TextButton onTap={() => go(PAGES.reached)}>看看是哪些人</TextButton>
        <TextButton onTap={() => setAsked(true)}>分数怎么算的</TextButton>
      </Box>
      {asked ? <Sum standing={standing} onClose={close} /> : null}
    </Card>
  );
};

/** The score in the person's own numbers; the formula for who wants to recompute it. */
const Sum = ({ standing, onClose }: { standing: Measured; onClose: () => void }) => {
  const [whole, setWhole] = useState(false);
  return (
    <Sheet title="分数怎么算的" onClose={onClose}>
      {standing.sum.map((line) => (
        <Box key={line} className="standing-sum">
          {line}
        </Box>
      ))}
      <Box className="sheet-text">
        只算真的参加了的人，不算嘴上说的；每个人只算给第一个带来的人。
        {`${dayAndClock(standing.at, nowMs())} 算的。`}
      </Box>
      {whole ? (
        <Box className="code">
          <Words selectable>{standing.formula}</Words>
        </Box>
      ) : (
        <TextButton onTap={() => setWhole(true)}>想自己验算？看公式</TextButton>
      )}
      <TextButton onTap={onClose}>知道了</TextButton>
    </Sheet>
  );
};

const peersWord = ({ percentile, peers }: Measured): string => {
  if (percentile === undefined) return '同伴还少，先不比';
  if (percentile >= 100) return `${figure(peers)} 位同伴里最高`;
  return percentile > 0
    ? `比 ${figure(peers)} 位同伴里 ${percentile}% 的人高`
    : `和 ${figure(peers)} 位同伴一起算的`;
};
