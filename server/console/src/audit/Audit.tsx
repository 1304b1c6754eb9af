import { Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Out, useRows } from '../api';
import { Page } from '../app/Page';
import { type Column, PagedTable } from '../ui/DataTable';
import { Blank, Card } from '../ui/pieces';
import { useParam, useStill } from '../ui/use';
import { clockSeconds, dayWords } from '../ui/when';
import { diff } from './diff';
import { actionWords, pageOfSubject, pathWords, valueWords } from './words';

type Row = Out<'org', 'audit'>['items'][number];
const SHOWN = 4;

const Changes = ({ row }: { row: Row }) => {
  const [all, setAll] = useState(false);
  const changes = diff(row.before, row.after);
  if (changes.length === 0) return null;
  return (
    <>
      <dl className="facts" style={{ fontSize: 12.5 }}>
        {(all ? changes : changes.slice(0, SHOWN)).map((change) => (
          <div key={change.path} style={{ display: 'contents' }}>
            <dt>{pathWords(change.path)}</dt>
            <dd>
              {'before' in change && <span className="quiet">{valueWords(change.before)} → </span>}
              {'after' in change && valueWords(change.after)}
            </dd>
          </div>
        ))}
      </dl>
      {changes.length > SHOWN && (
        <button type="button" className="link" onClick={() => setAll(!all)}>
          {all ? '收起' : `还有 ${changes.length - SHOWN} 处`}
        </button>
      )}
    </>
  );
};

const Subject = ({ of }: { of: string }) => {
  const page = pageOfSubject(of);
  return page === undefined ? (
    <>{of}</>
  ) : (
    <Link className="link" to={page}>
      去看看
    </Link>
  );
};

const columns: Column<Row>[] = [
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
          <Subject of={subject} />
        </small>
      </>
    ),
    width: 220,
  },
  { head: '改前 → 改后', cell: (row) => <Changes row={row} /> },
];

/** Every change by a person: who, when, what it was and what it became. */
export const Audit = () => {
  const [q, setQ] = useParam('q');
  const [subject] = useParam('subject');
  const asked = useStill(q);
  const rows = useRows('org', 'audit', {
    limit: 50,
    ...(asked ? { q: asked } : {}),
    ...(subject ? { subject } : {}),
  });
  return (
    <Page title="操作记录" lead="谁在什么时候改了什么，改前改后都在；只能看，不能删。">
      <div className="filters">
        <Input
          allowClear
          placeholder="按人、动作或对象找"
          aria-label="找操作记录"
          value={q}
          onChange={({ target }) => setQ(target.value)}
        />
      </div>
      <Card>
        <PagedTable
          label="操作记录"
          of={rows}
          columns={columns}
          keyOf={({ id }) => id}
          blank={<Blank title={asked ? '没有符合的记录' : '还没有记录'} />}
        />
      </Card>
    </Page>
  );
};
