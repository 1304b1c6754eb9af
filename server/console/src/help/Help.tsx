import { Link } from 'react-router';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { PLACES } from '../app/places';
import { Card, Facts } from '../ui/pieces';
import { PAGES } from './pages';

const KEYS: [string[], string][] = [
  [['Ctrl K', '⌘ K'], '搜索，去任何一页'],
  [['/'], '到这一页的查找框'],
  [['j', 'k', '↓', '↑'], '在列表里上下移动'],
  [['Enter'], '打开'],
  [['Esc'], '关掉、退出'],
  [['←', '→'], '在标签页之间移动'],
  [['Shift ←', 'Shift →'], '日历里把活动挪一天'],
  [['?'], '回到这里'],
];

const Keys = ({ of }: { of: string[] }) => (
  <span className="row" style={{ gap: 4 }}>
    {of.map((key) => (
      <kbd key={key} className="kbd">
        {key}
      </kbd>
    ))}
  </span>
);

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
          <Facts of={KEYS.map(([keys, does]) => [does, <Keys key={does} of={keys} />])} />
        </Card>
      </div>
    </Page>
  );
};
