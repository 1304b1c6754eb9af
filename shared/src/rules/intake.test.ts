import { fc, test as prop } from '@fast-check/jest';
import { coffeeTaste } from './intake-coffee';
import { skinTest } from './intake-skin-test';
import type { Answers, AnswerValue, Expression, Question, Questionnaire, ResultType } from '../types';
import {
  answerProblem,
  canonicalAnswer,
  expressionProblem,
  firstMissing,
  outcomeOf,
  questionsOf,
  rawScores,
  shownQuestions,
} from './intake';
import { explore } from './intake-explore';
import { type ConditionForm, fromCondition, fromScore, toCondition, toScore } from './intake-form';
import { lint } from './intake-lint';

const answerTo = (question: Question): fc.Arbitrary<AnswerValue> => {
  const ids = (question.choices ?? []).map(({ id }) => id);
  switch (question.kind) {
    case 'single':
      return fc.constantFrom(...ids);
    case 'multi':
      return fc.shuffledSubarray(ids, { minLength: 1, maxLength: question.maxChoices ?? ids.length });
    case 'scale':
      return fc.integer({ min: question.min!, max: question.max! });
    case 'number':
      return fc.integer({ min: question.min!, max: question.max! });
    case 'date':
      return fc.constant('2001-02-03');
    case 'text':
      return fc.constant('好');
    case 'photo':
      return fc.constant('pht_1');
    case 'consent':
      return fc.boolean();
  }
};

/** Answers to any of the questions, in any order, also to hidden ones. */
const someAnswers = (questionnaire: Questionnaire): fc.Arbitrary<[string, AnswerValue][]> =>
  fc
    .tuple(
      ...questionsOf(questionnaire).map((question) =>
        fc.option(
          answerTo(question).map((value): [string, AnswerValue] => [question.id, value]),
          { nil: undefined },
        ),
      ),
    )
    .map((all) => all.filter((each) => each !== undefined))
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));

/** A questionnaire of questions whose conditions look at any other question, before or after. */
const tangled: fc.Arbitrary<Questionnaire> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('single', 'scale', 'multi'),
      about: fc.nat(7),
      value: fc.constantFrom('a', 'b', 2),
    }),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((parts) => {
    const questions = parts.map(({ kind, about, value }, i): Question => ({
      id: `q${i}`,
      kind,
      title: `题${i}`,
      required: i % 2 === 0,
      ...(kind === 'scale'
        ? { min: 0, max: 3 }
        : { choices: ['a', 'b', 'c'].map((id) => ({ id, label: id })) }),
      ...(about === i ? {} : { when: { '==': [{ var: `answers.q${about}` }, value] } }),
    }));
    return {
      ...coffeeTaste,
      sections: [{ id: 's', title: '', questions }],
      dimensions: [
        {
          id: 'd',
          name: '维度',
          low: '',
          high: '',
          score: toScore(
            questions,
            Object.fromEntries(
              questions.map(({ id, kind }) => [id, kind === 'scale' ? 0.1 : { a: 1, b: 0.2 }]),
            ),
          ),
        },
      ],
      results: [],
    };
  });

describe('skip logic', () => {
  prop.prop([tangled.chain((it) => fc.tuple(fc.constant(it), someAnswers(it)))])(
    'never shows a question whose condition is false of what was answered before it',
    ([questionnaire, entries]) => {
      const answers = Object.fromEntries(entries);
      const shown = shownQuestions(questionnaire, answers).map(({ id }) => id);
      for (const { id, when } of questionsOf(questionnaire)) {
        const [named, value] = (when as { '==': [{ var: string }, Expression] } | undefined)?.['=='] ?? [];
        const about = named?.var.slice('answers.'.length);
        const before = about !== undefined && shown.includes(about) && about < id;
        // JsonLogic's == compares as JavaScript does.
        const true_ =
          about === undefined ||
          (before &&
            answers[about] != null &&
            answers[about].toString() === (value as string | number).toString());
        expect([id, shown.includes(id)]).toEqual([id, true_]);
      }
    },
  );

  test('a follow-up comes and goes with the answer it hangs on, and its answer counts only while it is shown', () => {
    const bothered: Answers = { newCare: 'c', howFelt: ['a', 'c'] };
    expect(shownQuestions(skinTest, bothered).map(({ id }) => id)).toContain('howFelt');
    expect(rawScores(skinTest, bothered)['calm']).toBe(4);
    const fine: Answers = { ...bothered, newCare: 'a' };
    expect(shownQuestions(skinTest, fine).map(({ id }) => id)).not.toContain('howFelt');
    expect(rawScores(skinTest, fine)['calm']).toBe(0);
  });
});

describe('scores', () => {
  const ranges = explore(skinTest).ranges;
  prop.prop([
    someAnswers(skinTest).chain((it) =>
      fc.tuple(fc.constant(it), fc.shuffledSubarray(it, { minLength: it.length })),
    ),
  ])('don’t depend on the order of the answers, nor on the order of ticks within one', ([one, other]) => {
    const ticked = other.map(([id, value]): [string, AnswerValue] => [
      id,
      typeof value === 'object' ? [...value].reverse() : value,
    ]);
    expect(outcomeOf(skinTest, ranges, Object.fromEntries(ticked))).toEqual(
      outcomeOf(skinTest, ranges, Object.fromEntries(one)),
    );
  });

  prop.prop([tangled.chain((it) => fc.tuple(fc.constant(it), someAnswers(it)))])(
    'lie within what exploring says can be scored',
    ([questionnaire, entries]) => {
      const questions = questionsOf(questionnaire);
      // Exploring looks at complete answers: required ones are there.
      const answers = Object.fromEntries(entries);
      fc.pre(firstMissing(questionnaire, answers) === undefined && questions.length > 0);
      const { exact, ranges } = explore(questionnaire);
      fc.pre(exact);
      const score = rawScores(questionnaire, answers)['d']!;
      expect(score).toBeGreaterThanOrEqual(ranges['d']!.min);
      expect(score).toBeLessThanOrEqual(ranges['d']!.max);
    },
  );

  prop.prop([someAnswers(skinTest)])('place everybody between 0 and 100 and give a result', (entries) => {
    const { percent, result } = outcomeOf(skinTest, ranges, Object.fromEntries(entries));
    for (const value of Object.values(percent)) {
      expect(Number.isInteger(value)).toBe(true);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(100);
    }
    expect(result.means).not.toBe('');
  });
});

describe('the questionnaires we ship', () => {
  test.each([skinTest, coffeeTaste])('$title has nothing the linter finds', (questionnaire) => {
    expect(lint(questionnaire)).toEqual([]);
  });

  test('the skin test has sixteen questions and sixteen different types, and says that it is no diagnosis', () => {
    expect(questionsOf(skinTest)).toHaveLength(16);
    expect(skinTest.results).toHaveLength(16);
    for (const part of ['id', 'name', 'line', 'means'] as const)
      expect(new Set(skinTest.results.map((each) => each[part])).size).toBe(16);
    expect(skinTest.notice).toContain('不是诊断');
    for (const { thisWeek } of skinTest.results) expect(thisWeek).toHaveLength(3);
  });

  test('every type is reached by the answers that describe it', () => {
    const ends = {
      wash: 0,
      noon: 0,
      pores: 0,
      flush: 1,
      newCare: 1,
      season: 1,
      mark: 2,
      sun: 2,
      spots: 2,
      smile: 3,
      outdoors: 3,
      sleep: 3,
    };
    const ranges = explore(skinTest).ranges;
    for (const { id, name } of skinTest.results) {
      const high = id.split('-').map((side) => side.endsWith('1'));
      const answers: Answers = {
        ...Object.fromEntries(
          Object.entries(ends).map(([question, axis]) => [question, high[axis] ? 'd' : 'a']),
        ),
        cream: high[0] ? 4 : 0,
        howFelt: ['a', 'b'],
        wish: ['a'],
      };
      expect(firstMissing(skinTest, answers)).toBeUndefined();
      expect(outcomeOf(skinTest, ranges, answers).result.name).toBe(name);
    }
  });
});

describe('the linter', () => {
  const codes = (change: Partial<Questionnaire>) =>
    lint({ ...coffeeTaste, ...change }).map(({ code }) => code);
  const question = (more: Partial<Question>): Question => ({
    id: 'q',
    kind: 'single',
    title: '题',
    required: true,
    choices: [
      { id: 'a', label: '是' },
      { id: 'b', label: '否' },
    ],
    ...more,
  });
  const sections = (...questions: Question[]) => [
    { id: 's', title: '', questions: [...questionsOf(coffeeTaste), ...questions] },
  ];

  test('finds a question that nobody can meet, also through another one that is hidden', () => {
    const first = question({
      id: 'x',
      when: { and: [{ '==': [{ var: 'answers.milk' }, 'a'] }, { '==': [{ var: 'answers.milk' }, 'd'] }] },
    });
    const second = question({ id: 'y', when: { '==': [{ var: 'answers.x' }, 'a'] } });
    const found = lint({ ...coffeeTaste, sections: sections(first, second) });
    expect(found.map(({ code, at }) => [code, at?.id])).toEqual([
      ['question_unreachable', 'x'],
      ['question_unreachable', 'y'],
    ]);
  });

  test('finds a result that no answers lead to, also one that stands behind a wider one', () => {
    const [first, ...rest] = coffeeTaste.results;
    const never = { ...first!, id: 'n', name: '不可能', when: { '>': [{ var: 'percent.bright' }, 100] } };
    expect(codes({ results: [never, ...coffeeTaste.results] })).toEqual(['result_unreachable']);
    const wide = { ...first!, id: 'w', name: '全部', when: { '>=': [{ var: 'percent.bright' }, 0] } };
    expect(codes({ results: [wide, ...rest] })).toEqual(['result_unreachable', 'result_unreachable']);
    // Each side can be had, but never both: whoever takes no milk is not asked about sugar.
    const both: ResultType = {
      ...first!,
      id: 'b',
      name: '又浓又甜',
      when: { and: [{ '==': [{ var: 'percent.strong' }, 100] }, { '>': [{ var: 'percent.sweet' }, 0] }] },
    };
    expect(codes({ results: [both, ...coffeeTaste.results] })).toEqual(['result_unreachable']);
  });

  test('finds a dimension that never moves', () => {
    const still = { id: 'z', name: '不动', low: '', high: '', score: toScore(questionsOf(coffeeTaste), {}) };
    expect(codes({ dimensions: [...coffeeTaste.dimensions, still] })).toEqual(['dimension_still']);
  });

  test('refuses what it can’t read: strange operators, later questions, twice the same id, a photo that must be given', () => {
    expect(codes({ sections: sections(question({ when: { log: 'x' } })) })).toEqual(['expression_wrong']);
    expect(
      codes({
        sections: sections(
          question({ when: { '==': [{ var: 'answers.late' }, 1] } }),
          question({ id: 'late' }),
        ),
      }),
    ).toContain('condition_later');
    expect(
      codes({ sections: sections(question({ when: { '==': [{ var: 'answers.gone' }, 1] } })) }),
    ).toContain('condition_unknown');
    expect(codes({ sections: sections(question({ id: 'milk' })) })).toContain('id_twice');
    expect(codes({ sections: sections(question({ kind: 'photo' })) })).toEqual([
      'photo_required',
      'consent_missing',
    ]);
    expect(codes({ fallback: { ...coffeeTaste.fallback, means: '一周治愈失眠' } })).toEqual([
      'medical_claim',
    ]);
  });

  test('a number may begin anywhere, and need not say where it ends', () => {
    const age = question({ kind: 'number', min: 18 });
    expect(codes({ sections: sections(age) })).toEqual([]);
    expect(codes({ sections: sections({ ...age, max: 18 }) })).toEqual(['range_wrong']);
    expect(codes({ sections: sections({ ...age, kind: 'scale' }) })).toEqual(['range_wrong']);
  });

  test('two results of one id would be told apart by nobody', () => {
    const [first, second, ...rest] = coffeeTaste.results;
    expect(codes({ results: [first!, { ...second!, id: first!.id }, ...rest] })).toEqual(['id_twice']);
    expect(codes({ fallback: { ...coffeeTaste.fallback, id: first!.id } })).toEqual(['id_twice']);
  });

  test('stays quick and honest with more than it can look at', () => {
    const many = Array.from({ length: 24 }, (_, i) =>
      question({ id: `m${i}`, ...(i > 0 ? { when: { '!=': [{ var: `answers.m${i - 1}` }, 'z'] } } : {}) }),
    );
    const before = process.cpuUsage();
    expect(explore({ ...coffeeTaste, sections: [{ id: 's', title: '', questions: many }] }).exact).toBe(
      false,
    );
    expect(
      lint({ ...coffeeTaste, sections: sections(...many) }).filter(({ level }) => level === 'error'),
    ).toEqual([]);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(4_000);
  });

  test('bounds expressions by operators, depth and size', () => {
    expect(expressionProblem({ method: [{ var: 'x' }, 'constructor'] })).toContain('method');
    let deep: Expression = 1;
    for (let i = 0; i < 40; i += 1) deep = { '!': [deep] };
    expect(expressionProblem(deep)).toContain('太长');
    expect(expressionProblem({ and: Array.from({ length: 3_000 }, () => true) })).toContain('太长');
  });
});

describe('answers', () => {
  const of = (id: string) => questionsOf(skinTest).find((each) => each.id === id)!;
  test.each([
    ['wash', 'a', undefined],
    ['wash', 'z', 'answer_not_a_choice'],
    ['wash', 3, 'answer_kind_wrong'],
    ['cream', 4, undefined],
    ['cream', 5, 'answer_out_of_range'],
    ['cream', 1.5, 'answer_out_of_range'],
    ['cream', Number.NaN, 'answer_kind_wrong'],
    ['wish', ['a', 'b', 'c'], 'answer_too_many'],
    ['wish', ['a', 'a'], 'answer_not_a_choice'],
    ['wish', [], 'answer_empty'],
    ['photo', '../../etc/passwd', 'answer_kind_wrong'],
  ] as const)('%s: %j is %s', (id, value, problem) => {
    expect(answerProblem(of(id), value)).toBe(problem);
  });

  test('ticks are kept in the order of the question', () => {
    expect(canonicalAnswer(of('wish'), ['d', 'a'])).toEqual(['a', 'd']);
  });
});

describe('forms', () => {
  const clause = fc.record({
    name: fc.constantFrom('answers.milk', 'percent.oil'),
    op: fc.constantFrom(
      'is' as const,
      'is_not' as const,
      'includes' as const,
      'excludes' as const,
      'at_least' as const,
      'at_most' as const,
    ),
    value: fc.oneof(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 100 })),
  });
  prop.prop([fc.record({ every: fc.boolean(), clauses: fc.array(clause, { maxLength: 4 }) })])(
    'what was built by form comes back as the same form',
    (form: ConditionForm) => {
      const back = fromCondition(toCondition(form));
      // One clause holds alone, whichever word joins it.
      expect(back).toEqual(form.clauses.length > 1 ? form : { ...form, every: true });
    },
  );

  const worth = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd'),
    fc.integer({ min: -5, max: 5 }).filter((n) => n !== 0),
    { minKeys: 1 },
  );
  prop.prop([
    fc.record({ wash: worth, howFelt: worth, cream: fc.integer({ min: 1, max: 5 }) }, { requiredKeys: [] }),
  ])('points come back as the same points', (points) => {
    expect(fromScore(skinTest, toScore(questionsOf(skinTest), points))).toEqual(points);
  });

  test('points stay a form when questions and choices are moved or taken out', () => {
    const questions = questionsOf(coffeeTaste);
    const { score } = coffeeTaste.dimensions[0]!;
    const points = fromScore(coffeeTaste, score)!;
    const turned = questions.map(({ choices, ...question }) => ({
      ...question,
      ...(choices ? { choices: [...choices].reverse() } : {}),
    }));
    const asked = (list: readonly Question[]) => ({
      sections: [{ id: 's', title: '', questions: [...list] }],
    });
    expect(fromScore(asked(turned.reverse()), score)).toEqual(points);
    const gone = Object.keys(points).find((id) => typeof points[id] === 'object')!;
    const { [gone]: _taken, ...left } = points;
    expect(fromScore(asked(questions.filter(({ id }) => id !== gone)), score)).toEqual(left);
    const [choice] = Object.keys(points[gone]!);
    const fewer = questions.map((question) =>
      question.id === gone
        ? { ...question, choices: question.choices!.filter(({ id }) => id !== choice) }
        : question,
    );
    expect(Object.keys(fromScore(asked(fewer), score)![gone]!)).not.toContain(choice);
  });

  test('what no form wrote is left alone', () => {
    expect(fromCondition({ and: [{ or: [{ '==': [1, 1] }] }] })).toBeUndefined();
    expect(fromScore(skinTest, { max: [{ var: 'answers.cream' }, 2] })).toBeUndefined();
  });
});
