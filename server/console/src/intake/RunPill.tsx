import type { QuestionnaireView } from '@kouyi/shared/contracts';
import { Pill } from '../ui/pieces';

/** Whether a questionnaire is answered now: by one version, by two that are compared, or by none. */
export const RunPill = ({ versions }: Pick<QuestionnaireView, 'versions'>) => {
  const running = versions.filter((version) => version.running).length;
  if (running > 1) return <Pill tone="good">A/B 对比中</Pill>;
  if (running === 1) return <Pill tone="good">在用</Pill>;
  return <Pill>{versions.length > 0 ? '停了' : '草稿'}</Pill>;
};
