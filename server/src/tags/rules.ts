import { tidyText } from '@kouyi/shared/rules/text';
import { refusals } from '../kernel/refusals';

export const refuse = refusals({
  name_taken: { zh: '已经有「{name}」了，换个名字，或者直接改那一个。', en: 'name taken', status: 409 },
  name_unclean: {
    zh: '名字里有看不见的控制字符或 @，请删掉后重新输入。',
    en: 'name holds control characters',
  },
});

/** A name as it is stored: tidied, at most 60 characters. */
export const cleanName = (name: string): string => tidyText(name).slice(0, 60).trim();
