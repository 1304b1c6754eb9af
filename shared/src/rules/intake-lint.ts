/** What is wrong with a questionnaire before anybody answers it, in words for whoever builds it. */
import type { Expression, Question, Questionnaire } from '../types';
import { expressionProblem, namesIn, percentOf, questionsIn, questionsOf, rangeOf, resultOf } from './intake';
import { explore, type Explored } from './intake-explore';

/** `error`: it can't be published; `warning`: look at it. */
export interface Finding {
  readonly level: 'error' | 'warning';
  readonly code: string;
  readonly text: string;
  /** What it is about. */
  readonly at?: { readonly part: 'question' | 'dimension' | 'result'; readonly id: string };
}

/** Words that promise what only medicine may (advertising law, art. 17). */
const MEDICAL = ['治疗', '治愈', '根治', '疗效', '药效', '处方', '医用级', '消炎', '祛斑', '确诊'];

/** Everything that is wrong. Empty: it may be published. */
export function lint(questionnaire: Questionnaire): Finding[] {
  const shape = [
    ...questionFindings(questionnaire),
    ...dimensionFindings(questionnaire),
    ...wordFindings(questionnaire),
  ];
  // What an unreadable expression leads to can't be said.
  if (shape.some(({ code }) => code === 'expression_wrong' || code === 'id_twice')) return shape;
  return [...shape, ...reachFindings(questionnaire, explore(questionnaire))];
}

const about = (part: 'question' | 'dimension' | 'result', id: string) => ({ part, id });
const error = (code: string, text: string, at?: Finding['at']): Finding => ({
  level: 'error',
  code,
  text,
  ...(at ? { at } : {}),
});
const warning = (code: string, text: string, at?: Finding['at']): Finding => ({
  level: 'warning',
  code,
  text,
  ...(at ? { at } : {}),
});

function questionFindings(questionnaire: Questionnaire): Finding[] {
  const questions = questionsOf(questionnaire);
  if (questions.length === 0) return [error('no_questions', '还没有题目，先加一道。')];
  const place = new Map(questions.map(({ id }, i) => [id, i]));
  const twice = questions.filter(({ id }, i) => place.get(id) !== i);
  return [
    ...twice.map(({ id, title }) =>
      error('id_twice', `「${title}」和另一题的编号一样，复制的题要换编号。`, about('question', id)),
    ),
    ...questions.flatMap((question, i) => [...formFindings(question), ...whenFindings(question, i, place)]),
  ];
}

function formFindings(question: Question): Finding[] {
  const at = about('question', question.id);
  const name = question.title.trim() === '' ? '没有写题目的题' : `「${question.title}」`;
  const found: Finding[] = [];
  if (question.title.trim() === '') found.push(error('title_missing', '有一题还没有写题目。', at));
  if (question.kind === 'single' || question.kind === 'multi') {
    const { choices = [] } = question;
    if (choices.length < 2) found.push(error('choices_too_few', `${name}至少要两个选项。`, at));
    if (choices.some(({ label }) => label.trim() === ''))
      found.push(error('choice_empty', `${name}有选项没有写字。`, at));
    if (new Set(choices.map(({ id }) => id)).size < choices.length)
      found.push(error('id_twice', `${name}有两个选项的编号一样。`, at));
  }
  const { min, max } = rangeOf(question);
  if ((question.kind === 'scale' || question.kind === 'number') && min >= max)
    found.push(error('range_wrong', `${name}的最大值要比最小值大。`, at));
  if (question.kind === 'photo') {
    if (question.required)
      found.push(error('photo_required', `${name}不能是必答：照片只能由本人自愿提供。`, at));
    if (!question.consentText?.trim())
      found.push(error('consent_missing', `${name}要写清楚照片给谁看、保存多久、怎么删除。`, at));
  }
  if (question.kind === 'consent' && !question.consentText?.trim())
    found.push(error('consent_missing', `${name}要写清楚同意的是什么。`, at));
  return found;
}

function whenFindings(question: Question, i: number, place: ReadonlyMap<string, number>): Finding[] {
  if (question.when === undefined) return [];
  const at = about('question', question.id);
  const wrong = expressionProblem(question.when);
  if (wrong) return [error('expression_wrong', `「${question.title}」的出现条件有问题：${wrong}。`, at)];
  return questionsIn(question.when).flatMap((id) => {
    const where = place.get(id);
    if (where === undefined)
      return [error('condition_unknown', `「${question.title}」的出现条件用到了一道不存在的题。`, at)];
    return where >= i
      ? [
          error(
            'condition_later',
            `「${question.title}」的出现条件用到了排在它后面的题，答到这里时还没有答案。`,
            at,
          ),
        ]
      : [];
  });
}

function dimensionFindings(questionnaire: Questionnaire): Finding[] {
  const ids = new Set(questionsOf(questionnaire).map(({ id }) => id));
  const dimensions = new Set(questionnaire.dimensions.map(({ id }) => id));
  const wrong = (expression: Expression): string | undefined => expressionProblem(expression);
  const results = [...questionnaire.results, questionnaire.fallback].map(({ id }) => id);
  return [
    ...(dimensions.size < questionnaire.dimensions.length
      ? [error('id_twice', '有两个维度的编号一样。')]
      : []),
    ...(new Set(results).size < results.length ? [error('id_twice', '有两个结果的编号一样。')] : []),
    ...questionnaire.dimensions.flatMap(({ id, name, score }) => {
      const at = about('dimension', id);
      const problem = wrong(score);
      if (problem) return [error('expression_wrong', `维度「${name}」的计分有问题：${problem}。`, at)];
      return questionsIn(score).some((each) => !ids.has(each))
        ? [error('score_unknown', `维度「${name}」给一道不存在的题计了分。`, at)]
        : [];
    }),
    ...questionnaire.results.flatMap(({ id, name, when }) => {
      const at = about('result', id);
      const problem = wrong(when);
      if (problem) return [error('expression_wrong', `结果「${name}」的条件有问题：${problem}。`, at)];
      const unknown = namesIn(when).some(
        (each) => !dimensions.has(each.replace(/^percent\./, '')) && !ids.has(each.replace(/^answers\./, '')),
      );
      return unknown
        ? [error('condition_unknown', `结果「${name}」的条件用到了不存在的维度或题目。`, at)]
        : [];
    }),
  ];
}

function wordFindings(questionnaire: Questionnaire): Finding[] {
  return [...questionnaire.results, questionnaire.fallback].flatMap(({ id, name, line, means, thisWeek }) => {
    const at = about('result', id);
    const text = [name, line, means, ...thisWeek].join(' ');
    const claims = MEDICAL.filter((word) => text.includes(word));
    return [
      ...(name.trim() === '' || means.trim() === ''
        ? [error('result_empty', `结果「${name || '未命名'}」还没有写清楚它是什么意思。`, at)]
        : []),
      ...(claims.length > 0
        ? [
            warning(
              'medical_claim',
              `结果「${name}」里有「${claims.join('、')}」，护肤建议不能写成医疗说法。`,
              at,
            ),
          ]
        : []),
    ];
  });
}

function reachFindings(questionnaire: Questionnaire, explored: Explored): Finding[] {
  const { exact, shown, ranges } = explored;
  // Where not all cases could be looked at, not found is not proved.
  const say = exact ? error : warning;
  const hedge = exact ? '' : '（题目太多，没有全部试完）';
  const reached = reachedResults(questionnaire, explored);
  // A result that looks at answers is tried with some of them only.
  const readsAnswers = questionnaire.results.some(({ when }) => questionsIn(when).length > 0);
  const sayOfResult = readsAnswers ? warning : say;
  return [
    ...questionsOf(questionnaire)
      .filter(({ id }) => !shown.has(id))
      .map(({ id, title }) =>
        say(
          'question_unreachable',
          `「${title}」永远不会出现：没有任何一种回答能满足它的出现条件${hedge}。`,
          about('question', id),
        ),
      ),
    ...questionnaire.dimensions
      .filter(({ id }) => ranges[id]!.min === ranges[id]!.max)
      .map(({ id, name }) =>
        error(
          'dimension_still',
          `维度「${name}」怎么答都是同一个分数，给它的题目加上分值。`,
          about('dimension', id),
        ),
      ),
    ...questionnaire.results
      .filter(({ id }) => !reached.has(id))
      .map(({ id, name }) =>
        sayOfResult(
          'result_unreachable',
          `结果「${name}」没有任何一种回答能得到，检查它的条件，或排在它前面的结果${hedge}。`,
          about('result', id),
        ),
      ),
  ];
}

/** Results that are looked for at most so often. */
const MAX_TRIES = 200_000;
/** A prime, so that it visits all. */
const STRIDE = 7_919;

/** Results some answers lead to. */
function reachedResults(questionnaire: Questionnaire, { scores, ranges, cases }: Explored): Set<string> {
  const reached = new Set<string>();
  const ids = questionnaire.dimensions.map(({ id }) => id);
  const readsAnswers = questionnaire.results.some(({ when }) => questionsIn(when).length > 0);
  const tried = readsAnswers ? [{}, ...cases.flat()] : [{}];
  const open = new Set(questionnaire.results.map(({ id }) => id));
  const stride = scores.length % STRIDE === 0 ? 1 : STRIDE;
  // In strides, so that scores far from each other come early.
  for (let i = 0; i < scores.length && open.size > 0; i += 1) {
    const score = scores[(i * stride) % scores.length]!;
    const percent = percentOf(Object.fromEntries(ids.map((id, n) => [id, score[n]!])), ranges);
    for (const answers of tried.slice(0, Math.max(1, Math.floor(MAX_TRIES / scores.length)))) {
      const { id } = resultOf(questionnaire, percent, answers);
      reached.add(id);
      open.delete(id);
    }
  }
  return reached;
}
