import { ACTIVITY_TEMPLATES, ruleFromTemplate } from '@kouyi/shared/rules/templates';
import { availableKinds } from './kinds';

/** Templates of kinds that can run, each as a rule that begins at its next hour and waits for its groups. */
export const templateList = (now: Date) =>
  ACTIVITY_TEMPLATES.filter((template) => availableKinds.has(template.kind)).map((template) => ({
    id: template.id,
    title: template.title,
    kind: template.kind,
    why: template.why,
    rule: ruleFromTemplate(template, { now, groupIds: [] }),
  }));
