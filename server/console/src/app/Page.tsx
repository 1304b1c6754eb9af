import { type ReactNode, useEffect } from 'react';
import { Link, useLocation } from 'react-router';
import { useSearch } from './Search';

/** How each page was left: whoever goes back finds their filters, their tab and what they typed. */
const left = new Map<string, string>();

/** A page: its name, its state beside it, what one can do at the right (one primary action), and its content. */
export const Page = ({
  title,
  state,
  acts,
  back,
  lead,
  keeps = false,
  children,
}: {
  title: string;
  state?: ReactNode;
  acts?: ReactNode;
  back?: { name: string; to: string };
  lead?: ReactNode;
  /** Whether the head stays in sight: for forms longer than the window. */
  keeps?: boolean;
  children: ReactNode;
}) => {
  const search = useSearch();
  const here = useLocation();
  useEffect(() => {
    left.set(here.pathname, here.search);
  }, [here]);
  useEffect(() => {
    document.title = `${title} · 扣一`;
  }, [title]);
  return (
    <>
      <header className={`page-head ${keeps ? 'keeps' : ''}`.trim()}>
        {back && (
          <Link className="back" to={back.to + (left.get(back.to) ?? '')}>
            ← {back.name}
          </Link>
        )}
        <h1>{title}</h1>
        {state}
        <div className="acts">
          <button type="button" className="find" onClick={search.open}>
            搜索人、群、活动…<span className="kbd">{search.keys}</span>
          </button>
          {acts}
        </div>
      </header>
      {lead !== undefined && <p className="page-lead">{lead}</p>}
      {children}
    </>
  );
};
