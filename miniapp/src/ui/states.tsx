import type { ReactNode } from 'react';
import type { Refusal } from '@/api/refusal';
import type { Asked } from '@/api/use-answer';
import { nowMs } from '@/api/now';
import { isOnline } from '@/platform/network';
import { withNumber } from '@/words/say';
import { dayAndClock } from '@/words/time';
import { QuietButton } from './buttons';
import { Notice } from './card';
import { Box, Heading } from './elements';
import { Mark } from './mark';
import { Skeleton, type SkeletonShape } from './skeleton';
import './states.scss';

interface EmptyProps {
  title: string;
  line: ReactNode;
  children?: ReactNode;
}

/** Nothing there yet: says so, and what to do. */
export const Empty = ({ title, line, children }: EmptyProps) => (
  <Box className="empty">
    <Mark size="l" quiet />
    <Heading level={2} className="empty-title">
      {title}
    </Heading>
    <Box className="empty-line">{line}</Box>
    {children ? <Box className="empty-do">{children}</Box> : null}
  </Box>
);

/** It did not come: the reason, and another try. */
export const ErrorState = ({ refusal, retry }: { refusal: Refusal; retry: () => void }) => (
  <Box className="empty" role="alert">
    <Mark size="l" quiet />
    <Heading level={2} className="empty-title">
      {refusal.status === 0 ? '没有连上' : refusal.status === 404 ? '没有找到' : '这里暂时打不开'}
    </Heading>
    <Box className="empty-line">{withNumber(refusal)}</Box>
    <Box className="empty-do">
      <QuietButton onTap={retry}>再试一次</QuietButton>
    </Box>
  </Box>
);

interface ShownProps<T> {
  asked: Asked<T>;
  /** What is coming; two cards unless it is said. */
  skeleton?: SkeletonShape;
  children: (value: T) => ReactNode;
}

/** An answer in whatever state it is: coming, here, here but old, or not coming. */
export const Shown = <T,>({ asked, skeleton, children }: ShownProps<T>) => {
  if (asked.loading) return <Skeleton {...skeleton} />;
  if (asked.value === undefined)
    return asked.refusal ? <ErrorState refusal={asked.refusal} retry={() => void asked.refresh()} /> : null;
  return (
    <>
      <Staleness refusal={asked.refusal} copyOf={asked.copyOf} />
      {children(asked.value)}
    </>
  );
};

/** Why what is shown may be old. That there is no network the page itself says already. */
const Staleness = ({ refusal, copyOf }: { refusal?: Refusal; copyOf?: number }) => {
  // Without a network nothing else can be expected: said from the first moment, it pushes nothing away.
  if (!refusal && isOnline()) return null;
  const why = !refusal || (refusal.code === 'offline' && !isOnline()) ? '' : refusal.message;
  const when = copyOf ? `下面是${dayAndClock(new Date(copyOf).toISOString(), nowMs())} 看到的内容。` : '';
  if (why) return <Notice tone="warn">{why + when}</Notice>;
  return when ? (
    <Box className="stale" role="status">
      {when}
    </Box>
  ) : null;
};
