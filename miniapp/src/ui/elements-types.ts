import type { CSSProperties, ReactNode } from 'react';

/** What a reader for the blind is told; the same words on both platforms. */
interface Spoken {
  /** Said instead of the content. */
  label?: string;
  role?:
    'main' | 'img' | 'status' | 'alert' | 'list' | 'listitem' | 'dialog' | 'navigation' | 'group' | 'button';
  /** Left out when reading aloud. */
  silent?: boolean;
}

export interface BoxProps extends Spoken {
  className?: string;
  children?: ReactNode;
  style?: CSSProperties;
  /** Says changes aloud when they happen. */
  live?: boolean;
}

export interface WordsProps {
  className?: string;
  children?: ReactNode;
  /** May be selected and copied. */
  selectable?: boolean;
}

export interface HeadingProps {
  level: 1 | 2 | 3;
  className?: string;
  children?: ReactNode;
}

export interface TapProps {
  className?: string;
  children?: ReactNode;
  onTap?: () => void;
  /** Said instead of the content. */
  label?: string;
  disabled?: boolean;
  /** For switches and choices: whether it is on. */
  on?: boolean;
  kind?: 'button' | 'checkbox' | 'tab';
  /** weapp: what WeChat does on this tap. */
  openType?: 'share' | 'agreePrivacyAuthorization';
  id?: string;
}

export interface FieldProps {
  className?: string;
  value: string;
  onText: (text: string) => void;
  onEnter?: () => void;
  placeholder?: string;
  /** What the field is for, said aloud. */
  label: string;
  maxLength: number;
  /** `lines`: several lines, growing with what is written. */
  kind?: 'text' | 'search' | 'phone' | 'lines';
}

export interface PictureProps {
  className?: string;
  /** Address, or the picture itself as a data address. */
  src: string;
  /** What it shows; '' for mere decoration. */
  label: string;
  /** Fills its box, cut where it must be; else it is shown whole. */
  fill?: boolean;
}
