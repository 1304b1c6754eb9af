import { Bones } from '../ui/Bones';
import { Failed } from '../ui/pieces';
import { Page } from './Page';

/** A page whose thing has not come yet or does not come: its name and the way back stand, so that nobody is lost. */
export const NotYet = ({
  title,
  back,
  of,
}: {
  title: string;
  back?: { name: string; to: string };
  of: { isPending: boolean; error: unknown; refetch: () => unknown };
}) => (
  <Page title={title} {...(back ? { back } : {})}>
    {of.isPending ? <Bones lines={10} /> : <Failed failure={of.error} retry={() => void of.refetch()} />}
  </Page>
);
