import type { ReactNode } from 'react';
import type { Refusal } from '@/api/refusal';
import type { Asked } from '@/api/use-answer';
import { withNumber } from '@/words/say';
import { QuietButton } from './buttons';
import { Box, Heading } from './elements';
import { Mark } from './mark';
import { Skeleton, type SkeletonShape } from './skeleton';
import { Stale } from './stale';
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
    <Box className="empty-line">{typeof line === 'string' ? <Clauses of={line} /> : line}</Box>
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
    <Box className="empty-line">
      <Clauses of={withNumber(refusal)} />
    </Box>
    <Box className="empty-do">
      <QuietButton onTap={retry}>再试一次</QuietButton>
    </Box>
  </Box>
);

/** A sentence that breaks where one would pause; only what is too long for a line breaks within. */
const Clauses = ({ of }: { of: string }) => (
  <>
    {(of.match(/[^，、。；：]+[，、。；：]*/g) ?? [of]).map((clause, i) => (
      <Box key={i} className="clause">
        {clause}
      </Box>
    ))}
  </>
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
      <Stale refusal={asked.refusal} copyOf={asked.copyOf} retry={asked.refresh} />
      {children(asked.value)}
    </>
  );
};
