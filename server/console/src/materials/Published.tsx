import { PUBLISHING_STATE_NAMES, type PublishingState } from '@kouyi/shared/types';
import { Pill } from '../ui/pieces';

/** Where something that staff write is, and whether its draft says more than others see. */
export const PublishedPill = ({ state, changed }: { state: PublishingState; changed: boolean }) => (
  <span className="row" style={{ gap: 4 }}>
    <Pill tone={state === 'published' ? 'good' : undefined}>{PUBLISHING_STATE_NAMES[state]}</Pill>
    {changed && state === 'published' && <Pill tone="info">有没发布的改动</Pill>}
  </span>
);

/** The states as filters, all of them first. */
export const STATE_OPTIONS = [
  { value: '', label: '全部' },
  ...(['published', 'draft', 'archived'] as const).map((value) => ({
    value,
    label: PUBLISHING_STATE_NAMES[value],
  })),
];

/** A state that stands in the address; undefined for everything else. */
export const stateOf = (text: string): PublishingState | undefined =>
  (['draft', 'published', 'archived'] as const).find((state) => state === text);
