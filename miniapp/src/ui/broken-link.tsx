import { restartAt } from '@/platform/navigate';
import { Page } from './page';
import { ErrorState } from './states';

interface Props {
  title: string;
  /** What the place is called from which the page is opened whole. */
  from: string;
  /** The address of that place. */
  page: string;
}

/** A page that was opened without saying of what: says so, and leads to where it is opened from. */
export const BrokenLink = ({ title, from, page }: Props) => (
  <Page title={title}>
    <ErrorState
      refusal={{ code: 'link_incomplete', message: `这个链接不完整，从「${from}」里打开试试。`, status: 404 }}
      retry={() => restartAt(page)}
    />
  </Page>
);
