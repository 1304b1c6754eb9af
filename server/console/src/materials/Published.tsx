import { PUBLISHING_STATE_NAMES, type PublishingState } from '@kouyi/shared/types';
import { PickFilter } from '../ui/Filters';
import { Pill } from '../ui/pieces';
import { useOneOf } from '../ui/use';

/** Where something that staff write is, and whether its draft says more than others see. */
export const PublishedPill = ({ state, changed }: { state: PublishingState; changed: boolean }) => (
  <span className="row" style={{ gap: 4 }}>
    <Pill tone={state === 'published' ? 'good' : undefined}>{PUBLISHING_STATE_NAMES[state]}</Pill>
    {changed && state === 'published' && <Pill tone="info">有没发布的改动</Pill>}
  </span>
);

const STATES = ['', 'published', 'draft', 'archived'] as const;

/** The state the list is narrowed down to, as it stands in the address; '' for all of them. */
export const usePublished = (): PublishingState | '' => useOneOf('state', STATES)[0];

/** Narrows a list of what staff write down to one state. */
export const PublishedFilter = () => (
  <PickFilter
    name="状态"
    param="state"
    options={STATES.map((value) => ({ value, label: value ? PUBLISHING_STATE_NAMES[value] : '全部' }))}
  />
);
