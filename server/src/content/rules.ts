import { PUBLISHING_STATE_NAMES, type PublishingState } from '@kouyi/shared/types';
import { refusals } from '../kernel/refusals';
import { stateTable } from '../kernel/states';

export const refuse = refusals({
  picture_unknown: { zh: '有一张图片已经不在了，请重新上传。', en: 'unknown picture' },
});

/** What is published may be published anew; what was taken away comes back by publishing. */
export const publishingStates = stateTable<PublishingState>(
  { draft: ['published', 'archived'], published: ['published', 'archived'], archived: ['published'] },
  PUBLISHING_STATE_NAMES,
);
