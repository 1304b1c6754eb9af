import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { type Out, useApi, useRows } from '../api';
import { useCan } from '../app/session';
import { useGroups } from '../groups/known';
import { Page } from '../app/Page';
import type { Column } from '../ui/DataTable';
import { NameFilter, NoneFit, given } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { Blank } from '../ui/pieces';
import { useAsked, useParam } from '../ui/use';
import { clockSeconds, dayWords } from '../ui/when';
import { diff } from './diff';
import { actionsCalled, actionWords } from './actions';
import { pathWords } from './fields';
import { type NameOf, pageOfSubject, saysNothing, subjectWords, valueWords } from './words';

type Row = Out<'org', 'audit'>['items'][number];
const SHOWN = 4;
/** A value longer than this is cut until somebody asks for all of it. */
const LONG = 120;

const Changes = ({ row, nameOf }: { row: Row; nameOf: NameOf }) => {
  const [all, setAll] = useState(false);
  const changes = diff(row.before, row.after).filter(
    ({ before, after }) => ![before, after].every((one) => one === undefined || saysNothing(one, nameOf)),
  );
  if (changes.length === 0) return null;
  const wordsOf = (value: unknown, path: string): string => valueWords(value, nameOf, path);
  const cut = (words: string): string => (all || words.length <= LONG ? words : `${words.slice(0, LONG)}…`);
  const isLong = changes
    .slice(0, SHOWN)
    .some(({ path, before, after }) => [before, after].some((one) => wordsOf(one, path).length > LONG));
  return (
    <>
      <dl className="facts" style={{ fontSize: 12.5 }}>
        {(all ? changes : changes.slice(0, SHOWN)).map((change) => (
          <div key={change.path} style={{ display: 'contents' }}>
            <dt>{pathWords(change.path)}</dt>
            <dd>
              {'before' in change && (
                <span className="quiet">{cut(wordsOf(change.before, change.path))} → </span>
              )}
              {'after' in change ? cut(wordsOf(change.after, change.path)) : '没有了'}
            </dd>
          </div>
        ))}
      </dl>
      {(changes.length > SHOWN || isLong) && (
        <button type="button" className="link" onClick={() => setAll(!all)}>
          {all ? '收起' : changes.length > SHOWN ? `还有 ${changes.length - SHOWN} 处` : '看全文'}
        </button>
      )}
    </>
  );
};

const Subject = ({ of, nameOf }: { of: string; nameOf: NameOf }) => {
  const page = pageOfSubject(of);
  return page === undefined ? (
    <>{nameOf(of) ?? (/^[a-z]{2,4}_/.test(of) ? '' : subjectWords(of))}</>
  ) : (
    <Link className="link" to={page}>
      去看看
    </Link>
  );
};

const columns = (nameOf: NameOf): Column<Row>[] => [
  {
    head: '谁',
    cell: ({ actorName }) => <strong>{actorName}</strong>,
    width: 110,
  },
  { head: '什么时候', cell: ({ at }) => `${dayWords(at)} ${clockSeconds(at)}`, width: 160 },
  {
    head: '做了什么',
    cell: ({ action, subject }) => (
      <>
        {actionWords(action)}
        <small>
          <Subject of={subject} nameOf={nameOf} />
        </small>
      </>
    ),
    width: 220,
  },
  { head: '改前 → 改后', cell: (row) => <Changes row={row} nameOf={nameOf} />, wide: true },
];

const GROUP_ID = /grp_[a-z0-9]{12,}/g;
const STAFF_ID = /stf_[a-z0-9]{12,}/g;
const NAMED_AT_ONCE = 40;
const STAFF_AT_ONCE = 200;

/** Ids of one kind that the rows speak of, each once. */
const idsIn = (rows: readonly Row[], pattern: RegExp): string[] => [
  ...new Set(JSON.stringify(rows.map(({ before, after }) => [before, after])).match(pattern)),
];

/** Names what the rows speak of by ids: staff, units and groups. */
const useNames = (rows: readonly Row[]): NameOf => {
  const can = useCan();
  const people = useMemo(() => idsIn(rows, STAFF_ID).slice(0, STAFF_AT_ONCE), [rows]);
  const staff = useApi(
    'org',
    'staff',
    { limit: STAFF_AT_ONCE, ids: people.join() },
    { enabled: can('org.read') && people.length > 0, keep: true },
  );
  const units = useApi('org', 'units', {});
  const ids = useMemo(() => idsIn(rows, GROUP_ID), [rows]);
  const groups = useGroups(can('groups.read') ? ids.slice(0, NAMED_AT_ONCE) : []);
  return useMemo(() => {
    const names = new Map<string, string>();
    for (const { id, name } of [...(staff.data?.items ?? []), ...(units.data?.items ?? []), ...groups])
      names.set(id, name);
    return (id) => names.get(id);
  }, [staff.data, units.data, groups]);
};

/** Every change by a person: who, when, what it was and what it became. */
export const Audit = () => {
  const asked = useAsked();
  const [subject] = useParam('subject');
  const called = asked.trim() ? actionsCalled(asked) : [];
  const rows = useRows('org', 'audit', {
    limit: 50,
    ...given({ q: asked, actions: called.join(','), subject }),
  });
  const nameOf = useNames(rows.rows);
  return (
    <Page title="操作记录" lead="谁在什么时候改了什么，改前改后都在；只能看，不能删。">
      <Listing
        label="操作记录"
        of={rows}
        columns={columns(nameOf)}
        filters={<NameFilter of="操作记录" by="按人、动作或对象编号找" />}
        blank={
          asked || subject ? (
            <NoneFit of="记录" to="/audit" hint="换个说法，或者用人的名字找。" />
          ) : (
            <Blank title="还没有记录">有同事改了什么，会记在这里。</Blank>
          )
        }
      />
    </Page>
  );
};
