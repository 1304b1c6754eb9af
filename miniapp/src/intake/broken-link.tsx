import { PAGES, restartAt } from '@/platform/navigate';
import { ErrorState } from '@/ui/states';
import { Page } from '@/ui/page';

/** A page that was opened without saying of what: says so, and leads to where everything begins. */
export const BrokenLink = ({ title }: { title: string }) => (
  <Page title={title}>
    <ErrorState
      refusal={{ code: 'link_incomplete', message: '这个链接不完整，从「测一测」里打开试试。', status: 404 }}
      retry={() => restartAt(PAGES.intake)}
    />
  </Page>
);
