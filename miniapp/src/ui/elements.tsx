/**
 * The few elements all screens are made of, as plain HTML (h5). `elements.weapp.tsx` is the same for WeChat.
 * Real buttons, headings and fields: light, and every screen reader knows them.
 */
import type {
  BoxProps,
  FieldProps,
  HeadingProps,
  PictureProps,
  TapProps,
  WordsProps,
} from './elements-types';

/** A block. */
export const Box = ({ label, silent, live, role, ...rest }: BoxProps) => (
  <div
    {...rest}
    role={role}
    aria-label={label}
    aria-hidden={silent}
    aria-live={live ? 'polite' : undefined}
  />
);

/** Words in a line. */
export const Words = ({ selectable, className, children }: WordsProps) => (
  <span className={selectable ? `${className ?? ''} selectable` : className}>{children}</span>
);

/** A heading of the page (1), a card (2) or a part of one (3). */
export const Heading = ({ level, ...rest }: HeadingProps) => {
  const Tag = `h${level}` as const;
  return <Tag {...rest} />;
};

/** Something to tap, at least 44 px high by its style. */
export const Tap = ({ className, children, onTap, label, disabled, on, kind = 'button', id }: TapProps) => (
  <button
    id={id}
    type="button"
    className={`tap ${className ?? ''}`}
    disabled={disabled}
    aria-label={label}
    role={kind === 'button' ? undefined : kind}
    aria-checked={kind === 'checkbox' ? (on ?? false) : undefined}
    aria-selected={kind === 'tab' ? (on ?? false) : undefined}
    onClick={onTap}
  >
    {children}
  </button>
);

/** One line to type in, or several. */
export const Field = (props: FieldProps) =>
  props.kind === 'lines' ? <Lines {...props} /> : <Line {...props} />;

const Lines = ({ className, value, onText, placeholder, label, maxLength }: FieldProps) => (
  <textarea
    className={`field field-lines ${className ?? ''}`}
    rows={4}
    value={value}
    placeholder={placeholder}
    aria-label={label}
    maxLength={maxLength}
    onChange={(event) => onText(event.target.value)}
  />
);

const Line = ({ className, value, onText, onEnter, placeholder, label, maxLength, kind }: FieldProps) => (
  <input
    className={`field ${className ?? ''}`}
    type={kind === 'phone' ? 'tel' : (kind ?? 'text')}
    value={value}
    placeholder={placeholder}
    aria-label={label}
    maxLength={maxLength}
    onChange={(event) => onText(event.target.value)}
    onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && onEnter?.()}
  />
);

/** A picture, as wide as its class says. */
export const Picture = ({ className, src, label, fill }: PictureProps) => (
  <img className={`${className ?? ''} ${fill ? 'picture-fill' : ''}`} src={src} alt={label} />
);
