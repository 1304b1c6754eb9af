import { App, Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { type In, type Out, useApi, useSend } from '../api';
import { NotYet } from '../app/NotYet';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { useUnsaved } from '../app/unsaved';
import { Card, Trouble } from '../ui/pieces';
import { Field } from '../activities/editor/Field';
import '../activities/editor/editor.scss';

type Band = Out<'groups', 'bands'>['items'][number];

/** Bands that follow each other: each begins where the one before ends. */
const joined = (bands: Band[]): Band[] =>
  bands.map((band, i) => ({
    ...band,
    from: i === 0 ? 1 : (bands[i - 1]?.to ?? 0) + 1,
    ...(i === bands.length - 1 ? { to: undefined } : {}),
  }));

const Form = ({ given }: { given: Band[] }) => {
  const can = useCan();
  const { message } = App.useApp();
  // Until somebody writes here, what is shown is what is saved.
  const [mine, setBands] = useState<Band[]>();
  const bands = mine ?? given;
  const unchanged = JSON.stringify(bands) === JSON.stringify(given);
  useUnsaved(!unchanged);
  const save = useSend('groups', 'saveBands', {
    then: () => void message.info('存好了，新进群的人按新的欢迎语来'),
  });
  const set = (at: number, part: Partial<Band>): void =>
    setBands(joined(bands.map((band, i) => (i === at ? { ...band, ...part } : band))));
  const readonly = !can('groups.write');
  const add = (): void => {
    const last = bands[bands.length - 1];
    const from = last?.from ?? 1;
    setBands(
      joined([
        ...bands.slice(0, -1),
        ...(last ? [{ ...last, to: from + 49 }] : []),
        { from: from + 50, name: '新一档', welcomeText: '', notice: '' },
      ]),
    );
  };
  return (
    <Page
      keeps
      title="群规模分档"
      back={{ name: '群', to: '/groups' }}
      lead="人少的群和人多的群，说话的分寸不一样。按人数分几档，各写各的欢迎语和公告。"
      acts={
        !readonly && (
          <Button
            type="primary"
            disabled={unchanged}
            loading={save.isPending}
            onClick={() => save.mutate({ items: bands } satisfies In<'groups', 'saveBands'>)}
          >
            存好
          </Button>
        )
      }
    >
      <div className="stack">
        <Trouble failure={save.error} />
        {bands.map((band, i) => (
          <Card
            key={i}
            title={band.to === undefined ? `${band.from} 人以上` : `${band.from}–${band.to} 人`}
            extra={
              !readonly &&
              bands.length > 1 && (
                <Button
                  type="text"
                  size="small"
                  onClick={() => setBands(joined(bands.filter((_, at) => at !== i)))}
                >
                  去掉这档
                </Button>
              )
            }
          >
            <div className="trio">
              <Field label="叫什么">
                <Input
                  disabled={readonly}
                  maxLength={20}
                  value={band.name}
                  onChange={({ target }) => set(i, { name: target.value })}
                />
              </Field>
              {band.to !== undefined && (
                <Field label="到多少人为止">
                  <InputNumber
                    disabled={readonly}
                    min={band.from}
                    precision={0}
                    suffix="人"
                    value={band.to}
                    onChange={(to) => set(i, { to: to ?? band.from })}
                  />
                </Field>
              )}
            </div>
            <div style={{ height: 16 }} />
            <Field label="有人进群时说" hint="{names} 会换成新来的人，{members} 是群里的人数，{group} 是群名">
              <Input.TextArea
                disabled={readonly}
                autoSize={{ minRows: 2, maxRows: 5 }}
                maxLength={300}
                value={band.welcomeText}
                onChange={({ target }) => set(i, { welcomeText: target.value })}
              />
            </Field>
            <Field label="群公告">
              <Input.TextArea
                disabled={readonly}
                autoSize={{ minRows: 2, maxRows: 6 }}
                maxLength={500}
                value={band.notice}
                onChange={({ target }) => set(i, { notice: target.value })}
              />
            </Field>
          </Card>
        ))}
        {!readonly && bands.length < 10 && (
          <div>
            <Button type="dashed" onClick={add}>
              加一档
            </Button>
          </div>
        )}
      </div>
    </Page>
  );
};

/** How groups are spoken to by their size. */
export const Bands = () => {
  const bands = useApi('groups', 'bands', {});
  if (!bands.data) return <NotYet title="群规模分档" back={{ name: '群', to: '/groups' }} of={bands} />;
  return <Form given={bands.data.items} />;
};
