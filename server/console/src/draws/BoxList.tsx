import type { BoxView } from '@kouyi/shared/contracts';
import { BOX_STATES, BOX_STATE_NAMES, type BoxState } from '@kouyi/shared/types';
import { Button } from 'antd';
import { useRows } from '../api';
import { Page } from '../app/Page';
import { IfCan, useCan } from '../app/session';
import type { Column } from '../ui/DataTable';
import { ChoiceFilter, NameFilter, NoneFit, choices, given } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { Blank, Pill } from '../ui/pieces';
import { count, percent } from '../ui/number';
import { useAsked, useGo, useParam } from '../ui/use';
import { openTimes } from '../ui/when';
import { money } from '../ui/Yuan';

const TONES = { draft: undefined, open: 'live', paused: 'care', closed: undefined } as const;

/** The state of a box in a word. */
export const BoxPill = ({ state }: { state: BoxState }) => (
  <Pill tone={TONES[state]}>{BOX_STATE_NAMES[state]}</Pill>
);

const columns: Column<BoxView>[] = [
  {
    head: '盲盒',
    cell: ({ design }) => (
      <>
        <strong>{design.name || '还没起名'}</strong>
        <small>{design.prizes.map(({ name }) => name).join('、')}</small>
      </>
    ),
  },
  { head: '状态', cell: ({ state }) => <BoxPill state={state} />, width: 100 },
  {
    head: '开放时间',
    cell: ({ design }) => openTimes(design.window),
    wide: true,
  },
  { head: '抽了', cell: ({ draws }) => `${count(draws)} 次`, end: true, width: 100 },
  { head: '中奖', cell: ({ wins, draws }) => percent(wins, draws), end: true, width: 90 },
  {
    head: '花费 / 预算',
    cell: ({ costFen, design }) => (
      <>
        {money(costFen)}
        <small>{money(design.budgetFen)}</small>
      </>
    ),
    end: true,
    width: 130,
  },
];

/** Every blind box, newest first; filters stay in the address. */
export const BoxList = () => {
  const go = useGo();
  const can = useCan();
  const [state] = useParam('state');
  const filters = given({ state: state as BoxState | '', q: useAsked() });
  const rows = useRows('draws', 'list', { limit: 50, ...filters }, { everyMs: 15_000 });
  return (
    <Page
      title="盲盒"
      acts={
        <IfCan right="draws.write">
          <Button type="primary" onClick={() => go('/boxes/new')}>
            设计一个盲盒
          </Button>
        </IfCan>
      }
    >
      <Listing
        label="盲盒"
        of={rows}
        columns={columns}
        onOpen={({ id }) => go(`/boxes/${id}`)}
        filters={
          <>
            <NameFilter of="盲盒" />
            <ChoiceFilter
              name="状态"
              param="state"
              all="全部状态"
              options={choices(BOX_STATES, BOX_STATE_NAMES)}
            />
          </>
        }
        blank={
          Object.keys(filters).length > 0 ? (
            <NoneFit of="盲盒" to="/boxes" />
          ) : (
            <Blank
              title="还没有盲盒"
              action={can('draws.write') && <Button onClick={() => go('/boxes/new')}>从模板改一个</Button>}
            >
              概率公开、种子可验，抽完谁都能自己算一遍。
            </Blank>
          )
        }
      />
    </Page>
  );
};
