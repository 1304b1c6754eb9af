import { shanghaiParts } from '@kouyi/shared/rules/time';

/** 「小林，早上好」, by the hour in Shanghai. */
export function greetingFor(name: string, at: Date): string {
  const { hour } = shanghaiParts(at);
  const word =
    hour < 5 ? '夜深了' : hour < 11 ? '早上好' : hour < 13 ? '中午好' : hour < 18 ? '下午好' : '晚上好';
  return `${name}，${word}`;
}

/** From which share of its budget on an activity needs a look. */
export const BUDGET_NEARLY_SPENT = 0.9;
