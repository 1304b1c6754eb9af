import { KOC_TIER_NAMES } from '@kouyi/shared/types';
import { App, Button, Drawer } from 'antd';
import { Link } from 'react-router';
import { type Out, sentenceOf, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import { type Column, PagedTable } from '../ui/DataTable';
import { Blank, Pill } from '../ui/pieces';
import { when } from '../ui/when';
import './training.scss';

type Checklist = Out<'training', 'checklists'>['items'][number];
type Progress = Out<'training', 'progress'>['items'][number];

/** One check-list: how far each KOC is, and what can be done about it. */
export const ChecklistDrawer = ({
  row,
  onClose,
  onEdit,
}: {
  row: Checklist | undefined;
  onClose: () => void;
  onEdit: (row: Checklist) => void;
}) => {
  const can = useCan();
  const { message, modal } = App.useApp();
  const onError = (failure: Error): void => void message.warning(sentenceOf(failure));
  const remind = useSend('training', 'remind', {
    then: ({ told }) =>
      void message.info(told > 0 ? `提醒了 ${told} 位，一天最多一次` : '都做完了，不用提醒'),
  });
  const close = useSend('training', 'closeChecklist', { then: onClose });
  return (
    <Drawer
      title={row?.title}
      open={row !== undefined}
      onClose={onClose}
      size="large"
      extra={
        row?.state === 'open' &&
        can('koc.write') && (
          <span className="row">
            <Button
              onClick={() =>
                void modal.confirm({
                  title: '收起这份清单？',
                  content: 'KOC 不再看到它，勾过的留着。',
                  okText: '收起',
                  cancelText: '先不',
                  onOk: () => close.mutate({ id: row.id }, { onError }),
                })
              }
            >
              收起
            </Button>
            <Button onClick={() => onEdit(row)}>改</Button>
            <Button
              type="primary"
              loading={remind.isPending}
              onClick={() => remind.mutate({ id: row.id }, { onError })}
            >
              提醒没做完的
            </Button>
          </span>
        )
      }
    >
      {row && <ProgressOf row={row} />}
    </Drawer>
  );
};

const ProgressOf = ({ row }: { row: Checklist }) => {
  const rows = useRows('training', 'progress', { id: row.id, limit: 50 }, { everyMs: 15_000 });
  const columns: Column<Progress>[] = [
    {
      head: 'KOC',
      cell: ({ personId, nickname, tier }) => (
        <>
          <Link to={`/people/${personId}`}>{nickname}</Link>
          <small>{KOC_TIER_NAMES[tier]}</small>
        </>
      ),
    },
    {
      head: '做了什么',
      wide: true,
      cell: ({ ticks }) => (
        <ul className="ticks">
          {row.items.map(({ id, text }) => {
            const at = ticks.find(({ itemId }) => itemId === id)?.at;
            return (
              <li key={id} className={at ? 'done' : ''} title={at ? when(at) : '还没做'}>
                {`${at ? '✓' : '○'} ${text}`}
              </li>
            );
          })}
        </ul>
      ),
    },
    {
      head: '进度',
      end: true,
      cell: ({ done, total, finishedAt }) =>
        finishedAt ? <Pill tone="good">{`${when(finishedAt)} 做完`}</Pill> : `${done} / ${total}`,
    },
  ];
  return (
    <div className="stack">
      {row.note && <p>{row.note}</p>}
      <PagedTable
        label="谁做到哪一步"
        of={rows}
        columns={columns}
        keyOf={({ personId }) => personId}
        blank={<Blank title="还没有人">这个等级里还没有 KOC。</Blank>}
      />
    </div>
  );
};
