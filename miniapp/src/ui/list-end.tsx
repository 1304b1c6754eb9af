import type { Refusal } from '@/api/refusal';
import { TextButton } from './buttons';
import { Box } from './elements';
import './list-end.scss';

interface Props {
  pages: { hasMore: boolean; past: boolean; busy: boolean; refusal?: Refusal; more: () => Promise<void> };
}

/** The end of a list: a way to what follows, or, after several pages, that there is nothing more. */
export const ListEnd = ({ pages }: Props) => (
  <Box className="list-end" live>
    {pages.refusal ? pages.refusal.message : null}
    {pages.hasMore ? (
      <TextButton busy={pages.busy} onTap={() => void pages.more()}>
        {pages.busy ? '正在取…' : '看更多'}
      </TextButton>
    ) : pages.past ? (
      '到头了，全部都在上面。'
    ) : null}
  </Box>
);
