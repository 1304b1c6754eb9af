import { type Right, ROLE_NAMES } from '@kouyi/shared/types';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { useApi } from '../api';
import { RIGHT_NAMES } from '../org/rights';
import { Blank, Card } from '../ui/pieces';
import { useCopy } from '../ui/copy';
import { useGo } from '../ui/use';
import { Page } from './Page';
import { PLACES, placeOf, rightFor } from './places';
import { useRail } from './Rail';
import { useCan, useMe } from './session';

const nameOf = (pathname: string): string =>
  PLACES.flatMap(({ places }) => places).find(({ to }) => to === placeOf(pathname))?.name ?? '这一页';

/** The page that stands for one that is not theirs: which right it takes, who can give it, and where to go instead. */
const NoRight = ({ right }: { right: Right }) => {
  const go = useGo();
  const me = useMe();
  const { pathname } = useLocation();
  const { daily } = useRail();
  const givers = useApi('staffSession', 'whoGives', { right });
  const copy = useCopy();
  const page = nameOf(pathname);
  const roles = me.roles.map(({ role, unitName }) => `${ROLE_NAMES[role]} · ${unitName}`).join('、');
  const names = givers.data?.items ?? [];
  const instead = daily.filter(({ to }) => to !== '/');
  return (
    <Page title={page}>
      <Card>
        <Blank
          title={`「${page}」还没给你开`}
          action={
            <span className="row">
              <Button type="primary" onClick={() => go('/')}>
                回到今天
              </Button>
              <Button
                onClick={() =>
                  copy(
                    `我想看扣一的「${page}」，需要「${RIGHT_NAMES[right]}」的权限。我的账号是 ${me.login}。`,
                    '复制好了，发给能开的同事',
                  )
                }
              >
                复制一句话去申请
              </Button>
            </span>
          }
        >
          这里要有「{RIGHT_NAMES[right]}」的权限，你现在是{roles}。
          {names.length > 0 && (
            <>
              <br />
              能给你开的：
              {names.map(({ name, unitName }) => `${name}（${unitName}）`).join('、')}。
            </>
          )}
          {givers.data && names.length === 0 && (
            <>
              <br />
              找管理员开一下就能进来。
            </>
          )}
        </Blank>
        {instead.length > 0 && (
          <p className="quiet instead">
            可以先去：
            {instead.map(({ name, to }) => (
              <Link key={to} className="link" to={to}>
                {name}
              </Link>
            ))}
          </p>
        )}
      </Card>
    </Page>
  );
};

/** Shows the page at this address to those who hold its right; to others, what stands for it. */
export const Needs = ({ children }: { children: ReactNode }) => {
  const can = useCan();
  const right = rightFor(useLocation().pathname);
  return right === undefined || can(right) ? <>{children}</> : <NoRight right={right} />;
};
