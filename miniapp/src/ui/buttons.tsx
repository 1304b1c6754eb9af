import type { ReactNode } from 'react';
import { Tap } from './elements';
import type { TapProps } from './elements-types';
import './buttons.scss';

interface Props extends Pick<TapProps, 'onTap' | 'disabled' | 'label' | 'openType' | 'id'> {
  children: ReactNode;
  /** Under way: can't be tapped again, and says so. */
  busy?: boolean;
}

const button = (look: string) =>
  function LookedButton({ children, busy, disabled, ...rest }: Props) {
    return (
      <Tap
        {...rest}
        className={`button ${look} ${busy ? 'button-busy' : ''}`}
        disabled={disabled === true || busy}
      >
        {children}
      </Tap>
    );
  };

/** The one loud button of a screen: joining. */
export const PrimaryButton = button('button-primary');
/** Taking what is one's own already: a prize, a coupon. */
export const TakeButton = button('button-take');
/** Everything else worth a button. */
export const QuietButton = button('button-quiet');
/** What can't be taken back. */
export const GraveButton = button('button-grave');
/** A way out or aside, as plain words. */
export const TextButton = button('button-text');
