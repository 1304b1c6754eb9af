import { Link } from 'react-router';
import type { Out } from '../api';

type Row = Out<'activities', 'conflicts'>['items'][number];

/** Other activities that would hear the same word in the same group, and who would answer. */
export const Conflicts = ({ of }: { of: Row[] }) => (
  <div className="stack">
    {of.map((row) => (
      <div className="notice" key={row.activityId}>
        <span>
          和「<Link to={`/activities/${row.activityId}`}>{row.title}</Link>」撞了口令{' '}
          {row.triggers.map((word) => `“${word}”`).join('、')}：
          {row.groups
            .slice(0, 3)
            .map(({ name }) => name)
            .join('、')}
          {row.groups.length > 3 && `等 ${row.groups.length} 个群`}，{row.when}。
          <b>{row.wins ? '到时由这一个来计。' : '到时由那一个来计，这一个不会计。'}</b>
        </span>
      </div>
    ))}
  </div>
);
