/** The elements of `elements.tsx` for WeChat; `aria-*` reaches the templates through `config/aria.js`. */
import { Button, Image, Input, Text, Textarea, View } from '@tarojs/components';
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
  <View
    {...rest}
    aria-role={role}
    aria-label={label}
    aria-hidden={silent}
    aria-live={live ? 'polite' : undefined}
  />
);

/** Words in a line. */
export const Words = ({ selectable, className, children }: WordsProps) => (
  <Text className={className} userSelect={selectable}>
    {children}
  </Text>
);

/** A heading of the page (1), a card (2) or a part of one (3). */
export const Heading = ({ level, className, children }: HeadingProps) => (
  <View className={`h${level} ${className ?? ''}`} aria-role="heading">
    {children}
  </View>
);

/** Something to tap, at least 44 px high by its style. */
export const Tap = ({
  className,
  children,
  onTap,
  label,
  disabled,
  on,
  kind = 'button',
  openType,
  id,
}: TapProps) => (
  <Button
    id={id}
    className={`tap ${className ?? ''}`}
    hoverClass="tap-held"
    disabled={disabled}
    openType={openType}
    aria-label={label}
    aria-role={kind}
    aria-checked={kind === 'checkbox' ? (on ?? false) : undefined}
    aria-selected={kind === 'tab' ? (on ?? false) : undefined}
    onClick={disabled ? undefined : onTap}
  >
    {children}
  </Button>
);

/** One line to type in, or several. */
export const Field = (props: FieldProps) =>
  props.kind === 'lines' ? <Lines {...props} /> : <Line {...props} />;

const Lines = ({ className, value, onText, placeholder, label, maxLength }: FieldProps) => (
  <Textarea
    className={`field field-lines ${className ?? ''}`}
    value={value}
    placeholder={placeholder}
    placeholderClass="field-hint"
    aria-label={label}
    maxlength={maxLength}
    autoHeight
    onInput={(event) => onText(event.detail.value)}
  />
);

const Line = ({ className, value, onText, onEnter, placeholder, label, maxLength, kind }: FieldProps) => (
  <Input
    className={`field ${className ?? ''}`}
    type={kind === 'phone' ? 'number' : 'text'}
    value={value}
    placeholder={placeholder}
    placeholderClass="field-hint"
    aria-label={label}
    maxlength={maxLength}
    confirmType={kind === 'search' ? 'search' : 'done'}
    onInput={(event) => onText(event.detail.value)}
    onConfirm={() => onEnter?.()}
  />
);

/** A picture, as wide as its class says; WeChat shows it in full on a long press. */
export const Picture = ({ className, src, label, fill }: PictureProps) => (
  <Image
    className={className}
    src={src}
    mode={fill ? 'aspectFill' : 'aspectFit'}
    showMenuByLongpress={!fill}
    aria-label={label}
  />
);
