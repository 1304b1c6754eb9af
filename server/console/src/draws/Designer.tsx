import type { BoxPreview, BoxView } from '@kouyi/shared/contracts';
import type { BoxDesign } from '@kouyi/shared/types';
import type { UseQueryResult } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useMemo } from 'react';
import { Navigate, useLocation, useParams } from 'react-router';
import { Problems, refusedField } from '../activities/editor/Field';
import { useApi, useRequestKey, useSend } from '../api';
import { NotYet } from '../app/NotYet';
import { Page } from '../app/Page';
import { useUnsaved } from '../app/unsaved';
import { Overtaken, heldStill, useWriting } from '../app/writing';
import { Bones } from '../ui/Bones';
import { Card, Facts, Failed, Meter, Notice, Trouble } from '../ui/pieces';
import { count } from '../ui/number';
import { useGo, useStill } from '../ui/use';
import { money } from '../ui/Yuan';
import { BoxForm } from './BoxForm';
import { BoxPill } from './BoxList';
import { OddsCard } from './OddsCard';
import '../activities/editor/editor.scss';
import './draws.scss';

const Costs = ({ seen }: { seen: BoxPreview }) => {
  const share = seen.budgetFen > 0 ? seen.worstCostFen / seen.budgetFen : 0;
  return (
    <Card title="要花多少" sub="期望按概率算，最坏按全部送完算">
      <Facts
        of={[
          ['每抽一次', `平均 ${(seen.expectedCostPerDrawFen / 100).toFixed(2)} 元`],
          ['中奖机会', `${(seen.winShare * 100).toFixed(1)}%`],
          ['最坏情况', `${money(seen.worstCostFen)}，共 ${count(seen.items)} 份`],
          ['预算', money(seen.budgetFen)],
          ['市场价值', money(seen.worstValueFen)],
          ...(seen.firstSoldOut
            ? ([
                [
                  '最先抽完',
                  `「${seen.firstSoldOut.prizeName}」，大约第 ${count(seen.firstSoldOut.afterDraws)} 次`,
                ],
              ] as [string, string][])
            : []),
          ...(seen.reserveNeeded === undefined
            ? []
            : ([['保底要留', `${count(seen.reserveNeeded)} 份`]] as [string, string][])),
        ]}
      />
      <Meter share={share} />
    </Card>
  );
};

const Beside = ({
  design,
  of: { data: seen, error, refetch },
}: {
  design: BoxDesign;
  of: UseQueryResult<BoxPreview>;
}) => (
  <aside aria-label="预览" tabIndex={0}>
    <div className="stack">
      {!seen && error && <Failed failure={error} retry={() => void refetch()} />}
      {seen ? (
        <>
          {seen.problems.length > 0 && (
            <Notice>
              还差 {seen.problems.length} 处才能开放：{seen.problems[0]!.message}
            </Notice>
          )}
          <Card title="顾客会看到" sub="和抽奖用的是同一张表">
            <OddsCard name={design.name} line={design.line} odds={seen.odds} rules={seen.rules} />
          </Card>
          <Costs seen={seen} />
        </>
      ) : (
        !error && <Bones lines={6} />
      )}
    </div>
  </aside>
);

/** A box being designed: the form, and beside it what the customer sees and what it costs. */
const Design = ({
  given,
  box,
  onMoved,
}: {
  given: BoxDesign;
  box?: BoxView;
  /** The box is another than the one that was saved upon: it is to be read again. */
  onMoved?: () => void;
}) => {
  const go = useGo();
  const { message } = App.useApp();
  const writing = useWriting(given, box?.version ?? 0);
  const { mine: design, unchanged } = writing;
  const still = useStill(design, 350);
  const preview = useApi(
    'draws',
    'preview',
    { design: still, ...(box ? { boxId: box.id } : {}) },
    { keep: true, enabled: still.window.startAt !== '' && still.window.endAt !== '' },
  );
  const keyOf = useRequestKey();
  const done = ({ id }: BoxView): void => {
    saved();
    void message.info(box?.state === 'open' ? '存好了，新的一轮从现在开始' : '存好了');
    go(`/boxes/${id}`);
  };
  const create = useSend('draws', 'create', { then: done });
  const update = useSend('draws', 'update', { then: done });
  const saved = useUnsaved(!unchanged && !create.isSuccess && !update.isSuccess);
  const failure = create.error ?? update.error;
  const problems = useMemo(
    () => [...refusedField(failure, 'design'), ...(preview.data?.problems ?? [])],
    [failure, preview.data],
  );
  const save = (): void =>
    box
      ? update.mutate({ id: box.id, version: writing.base, design }, { onError: () => onMoved?.() })
      : create.mutate({ design, requestKey: keyOf(design) });
  return (
    <Page
      keeps
      title={design.name || '新盲盒'}
      state={box && <BoxPill state={box.state} />}
      back={box ? { name: '回到盲盒', to: `/boxes/${box.id}` } : { name: '换个模板', to: '/boxes/new' }}
      acts={
        <Button
          type="primary"
          disabled={box !== undefined && unchanged}
          loading={create.isPending || update.isPending}
          onClick={save}
        >
          {box ? '存好' : '存成草稿'}
        </Button>
      }
    >
      <div className="stack" style={{ marginBottom: 14 }}>
        {box?.state === 'open' && (
          <Notice tone="info">盲盒正开着：存好后这一轮结束、公布种子，新的一轮用新的概率表。</Notice>
        )}
        {!update.isSuccess && <Overtaken of={writing} onChosen={update.reset} />}
        <Trouble failure={writing.newer === undefined ? failure : null} />
      </div>
      <Problems.Provider value={problems}>
        <div className="editor" {...heldStill(create.isPending || update.isPending)}>
          <BoxForm design={design} change={(part) => writing.set((now) => ({ ...now, ...part }))} />
          <Beside design={design} of={preview} />
        </div>
      </Problems.Provider>
    </Page>
  );
};

const Known = ({ id }: { id: string }) => {
  const box = useApi('draws', 'get', { id });
  if (box.data) return <Design given={box.data.design} box={box.data} onMoved={() => void box.refetch()} />;
  return <NotYet title="改设计" back={{ name: '盲盒', to: '/boxes' }} of={box} />;
};

/** The designer of a new box (from a template) or of one that exists. */
export const Designer = () => {
  const { id } = useParams();
  const given = (useLocation().state as { design?: BoxDesign } | null)?.design;
  if (id !== undefined) return <Known id={id} />;
  return given ? <Design given={given} /> : <Navigate to="/boxes/new" replace />;
};
