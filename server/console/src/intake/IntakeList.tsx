import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { sentenceOf, useApi, useRows, useSend } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { Listing } from '../ui/Listing';
import { count, percent } from '../ui/number';
import { Bones } from '../ui/Bones';
import { Blank, Pill, Trouble } from '../ui/pieces';
import { useGo } from '../ui/use';
import { when } from '../ui/when';
import { RunPill } from './RunPill';
import './intake.scss';

/** All questionnaires: which run, how many began and finished. */
export const IntakeList = () => {
  const can = useCan();
  const go = useGo();
  const { message } = App.useApp();
  const [making, setMaking] = useState(false);
  const rows = useRows('intake', 'list', { limit: 50 }, { everyMs: 10_000 });
  const copy = useSend('intake', 'create', { then: ({ id }) => go(`/intake/${id}`) });
  const make = can('intake.write') && (
    <Button type="primary" onClick={() => setMaking(true)}>
      新问卷
    </Button>
  );
  return (
    <Page title="问卷" lead="先帮忙，再说别的：答完的人会有顾问回复，护理期里不受任何推销打扰。" acts={make}>
      <Listing
        label="问卷"
        of={rows}
        onOpen={({ id }) => go(`/intake/${id}`)}
        blank={
          <Blank title="还没有问卷" action={make}>
            从现成的测肤问卷开始，改几句话就能用。
          </Blank>
        }
        columns={[
          { head: '名字', cell: ({ title }) => <strong>{title}</strong> },
          {
            head: '状态',
            cell: ({ versions, changed }) => (
              <span className="row">
                <RunPill versions={versions} />
                {changed && versions.length > 0 && <Pill tone="info">有没发布的改动</Pill>}
              </span>
            ),
          },
          { head: '开始', end: true, cell: ({ versions }) => count(sum(versions, 'started')) },
          {
            head: '完成率',
            end: true,
            cell: ({ versions }) => percent(sum(versions, 'completed'), sum(versions, 'started')),
          },
          {
            head: '最后改动',
            wide: true,
            cell: ({ updatedAt, updatedBy }) => `${when(updatedAt)} · ${updatedBy}`,
          },
          {
            head: '',
            end: true,
            cell: ({ id }) =>
              can('intake.write') && (
                <Button
                  size="small"
                  onClick={(event) => {
                    event.stopPropagation();
                    copy.mutate(
                      { copyOf: id },
                      { onError: (failure) => void message.warning(sentenceOf(failure)) },
                    );
                  }}
                >
                  复制
                </Button>
              ),
          },
        ]}
      />
      <NewOne open={making} onClose={() => setMaking(false)} />
    </Page>
  );
};

const sum = (
  versions: readonly { started: number; completed: number }[],
  field: 'started' | 'completed',
): number => versions.reduce((total, each) => total + each[field], 0);

const NewOne = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const go = useGo();
  const templates = useApi('intake', 'templates', {}, { enabled: open });
  const create = useSend('intake', 'create', { then: ({ id }) => go(`/intake/${id}`) });
  return (
    <Modal title="从哪里开始" open={open} onCancel={onClose} footer={null} destroyOnHidden>
      {!templates.data && !templates.error && <Bones lines={3} />}
      <div className="stack">
        {templates.data?.items.map(({ key, title, intro, questions }) => (
          <button
            key={key}
            type="button"
            className="template"
            disabled={create.isPending}
            onClick={() => create.mutate({ template: key })}
          >
            <b>{key === 'blank' ? '空白问卷' : title}</b>
            <span>{key === 'blank' ? '一题一题自己加。' : `${questions} 题 · ${intro}`}</span>
          </button>
        ))}
      </div>
      <Trouble failure={create.error ?? templates.error} />
    </Modal>
  );
};
