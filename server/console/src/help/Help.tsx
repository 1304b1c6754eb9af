import { Button, Input } from 'antd';
import { Link } from 'react-router';
import { Page } from '../app/Page';
import { PLACES, type Place } from '../app/places';
import { useCan, useMe } from '../app/session';
import { Blank, Card } from '../ui/pieces';
import { useGo, useTyped } from '../ui/use';
import { findIn } from './find';
import { PAGES } from './pages';
import { TASKS, type Task } from './tasks';
import './help.scss';

const KEYS: [string[], string][] = [
  [['Ctrl K', '⌘ K'], '搜索，去任何一页'],
  [['g'], '到左边的菜单；↑ ↓ 走，← → 收起、展开'],
  [['/'], '到这一页的查找框'],
  [['j', 'k', '↓', '↑'], '在列表里上下移动'],
  [['Enter'], '打开'],
  [['空格'], '在草稿上：选中它，好几个一起启动'],
  [['Esc'], '关掉、退出'],
  [['Ctrl Z', '⌘ Z'], '撤销刚做的（提示还在的时候）'],
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

const HowTo = ({ task: { name, steps, to } }: { task: Task }) => {
  const go = useGo();
  return (
    <details className="how-to">
      <summary>{name}</summary>
      <ol>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <Button size="small" onClick={() => go(to)}>
        去做
      </Button>
    </details>
  );
};

const HowTos = ({ title, sub, tasks }: { title: string; sub: string; tasks: readonly Task[] }) =>
  tasks.length === 0 ? null : (
    <Card title={title} sub={sub}>
      {tasks.map((task) => (
        <HowTo key={task.name} task={task} />
      ))}
    </Card>
  );

const Screens = ({ head, places }: { head: string; places: readonly Place[] }) =>
  places.length === 0 ? null : (
    <section className="screens" aria-label={head}>
      <h3>{head}</h3>
      {places.map(({ name, to }) => (
        <article key={to}>
          <Link className="link" to={to}>
            {name}
          </Link>
          <div>
            {(PAGES[to] ?? []).map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
        </article>
      ))}
    </section>
  );

/** How things are done and what each screen is for: what one's role does often first, and a box that finds the rest. */
export const Help = () => {
  const can = useCan();
  const { roles } = useMe();
  const [asked, ask] = useTyped('q');
  const mine = roles.map(({ role }) => role);
  const tasks = TASKS.filter(
    (task) => can(task.right) && findIn(asked, [task.name, task.also ?? '', ...task.steps]),
  );
  const isOften = ({ often }: Task): boolean => often.some((role) => mine.includes(role));
  const parts = PLACES.map(({ head = '开始', places }) => ({
    head,
    places: places.filter(
      ({ name, to, right, also = '' }) =>
        (right === undefined || can(right)) &&
        PAGES[to] !== undefined &&
        findIn(asked, [name, also, ...PAGES[to]]),
    ),
  }));
  const none = tasks.length === 0 && parts.every(({ places }) => places.length === 0);
  return (
    <Page title="使用说明" lead="想做什么，从这里找；不急的话，每一页三句话就能看完。">
      <div className="filters ask-help">
        <Input
          allowClear
          placeholder="想做什么？比如 发券、对账、为什么没计"
          aria-label="在说明里找"
          value={asked}
          onChange={(event) => ask(event.target.value)}
        />
      </div>
      <div className="split">
        <div className="stack">
          {none && (
            <Card>
              <Blank title={`没有讲到「${asked}」`} action={<Button onClick={() => ask('')}>看全部</Button>}>
                换个说法试试，或者按 Ctrl K 直接找页面和人。
              </Blank>
            </Card>
          )}
          <HowTos
            title={asked === '' ? '你常做的' : '可以这样做'}
            sub="点开看三步，再点就去做"
            tasks={asked === '' ? tasks.filter(isOften) : tasks}
          />
          {parts.some(({ places }) => places.length > 0) && (
            <Card title="每一页三句话" sub="名字点了就过去">
              {parts.map(({ head, places }) => (
                <Screens key={head} head={head} places={places} />
              ))}
            </Card>
          )}
        </div>
        <div className="stack">
          <Card title="键盘" sub="不在打字的时候都能按">
            <dl className="keys">
              {KEYS.map(([keys, does]) => (
                <div key={does}>
                  <dt>{does}</dt>
                  <dd>
                    <Keys of={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </Card>
          {asked === '' && (
            <HowTos title="还能做" sub="不常做，但用得上" tasks={tasks.filter((task) => !isOften(task))} />
          )}
        </div>
      </div>
    </Page>
  );
};
