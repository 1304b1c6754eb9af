import { restartAt } from '@/platform/navigate';
import { QuietButton } from './buttons';
import { Words } from './elements';
import { Page } from './page';
import { Empty } from './states';

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
    <Empty
      title="这个链接不完整"
      line={
        <>
          <Words className="fact">少了后半截，打不开。</Words>
          <Words className="fact">{`从「${from}」里再点一次就好。`}</Words>
        </>
      }
    >
      <QuietButton onTap={() => restartAt(page)}>{`去「${from}」`}</QuietButton>
    </Empty>
  </Page>
);
