import { decode, type Reply } from '../bson/codec';
import type { Doc, Value } from '../bson/value';
import { failedToParse } from '../errors';
import { compileProjection } from '../language';
import { boolArg, docArg, docOr, docsArg } from './args';
import type { Call, Command } from './call';
import { newProgress, recall, runStatements, targetOf, type Statement } from './statements';
import { updateOf, updateStatement } from './update';

export const findAndModify: Command = {
  name: 'findAndModify',
  aliases: ['findandmodify'],
  fields: [
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'bypassDocumentValidation',
    'collation',
    'arrayFilters',
    'hint',
    'let',
  ],
  inTransaction: true,
  retryable: true,
  async run(call): Promise<Reply> {
    const progress = recall(call) ?? newProgress();
    if (progress.next === 0)
      await runStatements(call, call.ns, 1, true, progress, () => statementOf(call, progress.results));
    if (progress.errors[0]) throw progress.errors[0].error;
    return replyOf(call, progress.results);
  },
};

/** The one statement; what it did is noted in `results`, from which every try gets the same answer. */
function statementOf(call: Call, results: Doc): Statement {
  const { body } = call;
  const removing = boolArg(body, 'remove') ?? false;
  const wantsNew = boolArg(body, 'new') ?? false;
  const upsert = boolArg(body, 'upsert') ?? false;
  const modification = body.get('update');
  if (removing && modification !== undefined)
    throw failedToParse('Cannot specify both an update and remove=true');
  if (!removing && modification === undefined) {
    throw failedToParse('Either an update or remove=true must be specified');
  }
  if (removing && upsert) throw failedToParse('Cannot specify both upsert=true and remove=true');
  if (removing && wantsNew) {
    throw failedToParse(
      "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document",
    );
  }
  const common = {
    filter: docOr(body, 'query'),
    sort: docArg(body, 'sort'),
    hint: body.get('hint'),
    collation: docArg(body, 'collation'),
    multi: false,
  };
  if (removing) {
    return {
      target: targetOf(call, common),
      apply: (store, c, row) => {
        results.set('value', decode(row.bytes));
        results.set('n', 1);
        store.remove(c, row.id, row.bytes);
      },
    };
  }
  return updateStatement(
    call,
    call.ns,
    {
      q: common.filter,
      u: updateOf(modification),
      multi: false,
      upsert,
      arrayFilters: docsArg(body, 'arrayFilters'),
      collation: common.collation,
      hint: common.hint,
      sort: common.sort,
      constants: undefined,
      bypass: boolArg(body, 'bypassDocumentValidation') ?? false,
    },
    (change) => {
      results.set('n', 1);
      if (change.upserted !== undefined) results.set('upserted', change.upserted);
      else results.set('existing', true);
      const shown = wantsNew ? change.after : change.before;
      if (shown) results.set('value', decode(shown));
    },
  );
}

function replyOf(call: Call, results: Doc): Reply {
  const last: Doc = new Map<string, Value>([['n', (results.get('n') as number | undefined) ?? 0]]);
  if (boolArg(call.body, 'remove') !== true) last.set('updatedExisting', results.get('existing') === true);
  const upserted = results.get('upserted');
  if (upserted !== undefined) last.set('upserted', upserted);
  let value = (results.get('value') as Doc | undefined) ?? null;
  const fields = docArg(call.body, 'fields');
  if (value && fields && fields.size > 0) {
    const env = call.env();
    const { matcher } = targetOf(call, { filter: docOr(call.body, 'query'), multi: false });
    value = compileProjection(fields, env, matcher)(value);
  }
  return new Map<string, Value>([
    ['lastErrorObject', last],
    ['value', value],
  ]);
}
