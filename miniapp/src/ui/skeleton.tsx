import { type ReactNode, useEffect, useState } from 'react';
import { Card } from './card';
import { Box } from './elements';
import './skeleton.scss';

/** After this long it is the network's fault, and said so. */
const SLOW_MS = 3_000;

/** What is coming, so that what stands there meanwhile looks like it. */
export interface SkeletonShape {
  /** Cards with something to read and to look at. */
  cards?: number;
  /** At the end one card: a list of so many rows. */
  rows?: number;
  /** Each row begins with a face or a picture. */
  faces?: boolean;
  /** A card with one big figure comes first. */
  figure?: boolean;
}

/** The shape of what is coming; a slow network is told in the place of the first words, so that nothing moves for it. */
export const Skeleton = ({ cards, rows, faces, figure }: SkeletonShape) => {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  const read = cards ?? (rows || figure ? 0 : 2);
  const parts: ((head: ReactNode) => ReactNode)[] = [
    ...(figure ? [figureShape] : []),
    ...Array.from({ length: read }, () => cardShape),
    ...(rows ? [listShape(rows, faces === true)] : []),
  ];
  return (
    <Box className="skeleton" role="status" label="正在打开">
      {parts.map((part, i) => (
        <Card key={i}>{part(i === 0 && slow ? <Slow /> : <Bar is="head" />)}</Card>
      ))}
    </Box>
  );
};

const Slow = () => <Box className="skeleton-slow">网络有点慢，还在取，不用退出去。</Box>;

const Bar = ({ is }: { is: 'head' | 'figure' | 'line' | 'short' | 'block' | 'face' }) => (
  <Box className={`skeleton-bar skeleton-${is} moves`} />
);

const figureShape = (head: ReactNode): ReactNode => (
  <>
    {head}
    <Bar is="figure" />
  </>
);

const cardShape = (head: ReactNode): ReactNode => (
  <>
    {head}
    <Bar is="figure" />
    <Bar is="line" />
    <Bar is="block" />
  </>
);

const listShape =
  (rows: number, faces: boolean) =>
  (head: ReactNode): ReactNode => (
    <>
      {head}
      {Array.from({ length: rows }, (_, i) => (
        <Box key={i} className="skeleton-row">
          {faces ? <Bar is="face" /> : null}
          <Box className="skeleton-words">
            <Bar is="short" />
            <Bar is="line" />
          </Box>
        </Box>
      ))}
    </>
  );
