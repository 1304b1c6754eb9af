/** Only WeChat can prove a number: in a browser there is nothing to press. */
export const canProvePhone = false;

/** What WeChat's button hands over. */
export interface PhoneButtonProps {
  busy: boolean;
  onCode: (code: string) => void;
}

export const PhoneButton = (_props: PhoneButtonProps) => null;
