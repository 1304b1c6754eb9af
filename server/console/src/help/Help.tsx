import { Link } from 'react-router';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { PLACES } from '../app/places';
import { Card } from '../ui/pieces';
import { PAGES } from './pages';

/** Three lines about every page one may open, and the keys. */
export const Help = () => {
  const can = useCan();
  const places = PLACES.flatMap((part) => part.places).filter(
    ({ right }) => right === undefined || can(right),
  );
  return (
    <Page title="使用说明" lead="每一页三句话。">
      <div className="halves">
        {places.map(({ name, to }) => {
          const lines = PAGES[to];
          return lines ? (
            <Card key={to} title={<Link to={to}>{name}</Link>}>
              {lines.map((line) => (
                <p key={line}>{line}</p>
              ))}
            </Card>
          ) : null;
        })}
        <Card title="键盘">
          <p>
            <span className="kbd">Ctrl K</span> 或 <span className="kbd">⌘ K</span> 搜索；
            <span className="kbd">↑</span> <span className="kbd">↓</span> 在列表里移动，
            <span className="kbd">Enter</span> 打开。
          </p>
        </Card>
      </div>
    </Page>
  );
};
