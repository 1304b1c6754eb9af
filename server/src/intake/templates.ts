import { coffeeTaste } from '@kouyi/shared/rules/intake-coffee';
import { skinTest } from '@kouyi/shared/rules/intake-skin-test';
import type { Questionnaire } from '@kouyi/shared/types';

/** What a questionnaire begins with that begins with nothing. */
const blank: Questionnaire = {
  title: '新问卷',
  intro: '',
  minutes: 2,
  sections: [{ id: 'part1', title: '第一部分', questions: [] }],
  dimensions: [],
  results: [],
  fallback: { id: 'fallback', name: '', line: '', means: '', thisWeek: [] },
  careDays: 14,
  notice: '这是生活习惯的参考，不是诊断。',
};

/** What a new questionnaire can start from, by key. */
export const TEMPLATES: ReadonlyMap<string, Questionnaire> = new Map([
  ['skin_test', skinTest],
  ['coffee', coffeeTaste],
  ['blank', blank],
]);
