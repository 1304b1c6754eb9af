import type { BoxView } from '@kouyi/shared/contracts';
import { useParams } from 'react-router';
import { useApi } from '../api';
import { NotYet } from '../app/NotYet';
import { Page } from '../app/Page';
import { Bones } from '../ui/Bones';
import { Card, Facts, Notice } from '../ui/pieces';
import { Tabs } from '../ui/Tabs';
import { useParam } from '../ui/use';
import { openTimes } from '../ui/when';
import { money } from '../ui/Yuan';
import { BoxActs } from './BoxActs';
import { BoxBoard } from './BoxBoard';
import { BoxPill } from './BoxList';
import { Odds } from './Odds';
import { OddsCard } from './OddsCard';
import { Records } from './Records';
import { Rounds } from './Rounds';
import './draws.scss';

type Tab = 'live' | 'design' | 'rounds' | 'odds' | 'rows';
const TABS: { key: Tab; name: string }[] = [
  { key: 'live', name: '现场' },
  { key: 'design', name: '设计' },
  { key: 'rounds', name: '轮次与审计' },
  { key: 'odds', name: '概率' },
  { key: 'rows', name: '明细' },
];

/** The design as the customer sees it, with what stands behind. */
const DesignTab = ({ box: { id, design } }: { box: BoxView }) => {
  const preview = useApi('draws', 'preview', { design, boxId: id });
  return (
    <div className="halves">
      <Card title="顾客看到的">
        {preview.data ? (
          <OddsCard
            name={design.name}
            line={design.line}
            odds={preview.data.odds}
            rules={preview.data.rules}
          />
        ) : (
          <Bones />
        )}
      </Card>
      <Card title="背后的">
        <Facts
          of={[
            ['开放时间', openTimes(design.window)],
            ['预算', money(design.budgetFen)],
            ...(preview.data
              ? ([
                  ['最坏花费', money(preview.data.worstCostFen)],
                  ['每抽平均', `${(preview.data.expectedCostPerDrawFen / 100).toFixed(2)} 元`],
                ] as [string, string][])
              : []),
            ['一轮', `${design.roundHours} 小时`],
            ['自己的员工', design.excludeStaff ? '不参与' : '可以抽'],
          ]}
        />
      </Card>
    </div>
  );
};

const Known = ({ box }: { box: BoxView }) => {
  const [kept, setTab] = useParam('tab');
  const usual: Tab = box.state === 'draft' ? 'design' : 'live';
  const tab = TABS.find(({ key }) => key === kept)?.key ?? usual;
  return (
    <Page
      title={box.design.name || '还没起名'}
      state={<BoxPill state={box.state} />}
      back={{ name: '盲盒', to: '/boxes' }}
      acts={<BoxActs box={box} />}
    >
      <Tabs label="这个盲盒" tabs={TABS} at={tab} onGo={(key) => setTab(key === usual ? '' : key)} />
      <div style={{ marginBottom: 16 }}>
        {box.state === 'draft' && (
          <Notice tone="info">这是草稿，顾客还看不到。看一遍概率和花费，没问题就开放。</Notice>
        )}
        {box.state === 'paused' && <Notice>暂停中，谁都抽不了；手里的机会都留着。</Notice>}
      </div>
      {tab === 'live' && <BoxBoard id={box.id} open={box.state === 'open'} />}
      {tab === 'design' && <DesignTab box={box} />}
      {tab === 'rounds' && <Rounds id={box.id} />}
      {tab === 'odds' && <Odds id={box.id} />}
      {tab === 'rows' && <Records id={box.id} />}
    </Page>
  );
};

/** One box: what happens in it, its design, its rounds with commitment and seed, its odds, every draw. */
export const BoxPage = () => {
  const { id = '' } = useParams();
  const box = useApi('draws', 'get', { id }, { everyMs: 5_000 });
  if (box.data) return <Known box={box.data} />;
  return <NotYet title="盲盒" back={{ name: '盲盒', to: '/boxes' }} of={box} />;
};
