import type { Refusal } from '@/api/refusal';
import { TextButton } from './buttons';
import { Box } from './elements';
import { Skeleton } from './skeleton';
import './list-end.scss';

interface Props {
  pages: { hasMore: boolean; past: boolean; busy: boolean; refusal?: Refusal; more: () => Promise<void> };
}

/** The end of a list: a way to what follows, the shape of what is coming, or that there is nothing more. */
export const ListEnd = ({ pages }: Props) =>
  pages.busy ? (
    <Skeleton rows={3} />
  ) : (
    <Box className="list-end" live>
      {pages.refusal ? pages.refusal.message : null}
      {pages.hasMore ? (
        <TextButton onTap={() => void pages.more()}>看更多</TextButton>
      ) : pages.past ? (
        '到头了，全部都在上面。'
      ) : null}
    </Box>
  );
