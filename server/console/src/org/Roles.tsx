import { RIGHTS, ROLES, ROLE_NAMES, ROLE_RIGHTS } from '@kouyi/shared/types';
import { DataTable } from '../ui/DataTable';
import { Card } from '../ui/pieces';
import { RIGHT_NAMES } from './rights';
import './org.scss';

/** The one table of rights, as it holds everywhere. */
export const Roles = () => (
  <Card title="角色能做什么" sub="角色给在哪个门店或大区，就管到它下面的全部">
    <ul className="roles-short">
      {RIGHTS.map((right) => (
        <li key={right}>
          <strong>{RIGHT_NAMES[right]}</strong>
          <small>
            {ROLES.filter((role) => ROLE_RIGHTS[role].includes(right))
              .map((role) => ROLE_NAMES[role])
              .join('、') || '没有人'}
          </small>
        </li>
      ))}
    </ul>
    <DataTable
      label="角色能做什么"
      rows={[...RIGHTS]}
      keyOf={(right) => right}
      columns={[
        { head: '事情', cell: (right) => <strong>{RIGHT_NAMES[right]}</strong> },
        ...ROLES.map((role) => ({
          head: ROLE_NAMES[role],
          cell: (right: (typeof RIGHTS)[number]) =>
            ROLE_RIGHTS[role].includes(right) ? (
              <span className="jade">能</span>
            ) : (
              <span className="quiet">–</span>
            ),
        })),
      ]}
    />
  </Card>
);
