import { WISH_KIND_NAMES, WISH_STATE_NAMES, type WishState } from '@kouyi/shared/types';
import { Button, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Out, newKey, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import { PickFilter, choices, given, usePicked } from '../ui/Filters';
import { FormModal } from '../ui/FormModal';
import { Sheets } from '../ui/Listing';
import { Blank, Card, Pill } from '../ui/pieces';
import { when } from '../ui/when';
import './training.scss';

type Row = Out<'wishes', 'list'>['items'][number];
type Act = { row: Row; as: 'yes' | 'no' | 'more' };

const STATES = choices(['open', 'granted', 'adopted', 'declined'], WISH_STATE_NAMES);
const KINDS = [
  { value: '', label: '都看' },
  { value: 'wish', label: '心愿' },
  { value: 'suggestion', label: '建议' },
] as const;
const TONES: Record<WishState, 'good' | undefined> = {
  open: undefined,
  granted: 'good',
  adopted: 'good',
  declined: undefined,
  withdrawn: undefined,
};

/** What is often said, to begin with. */
const READY: Record<Act['as'], string[]> = {
  yes: ['谢谢你告诉我们，已经安排上了。', '这个主意很好，下周起就这么做。', '给你留了一份，到店找店长就好。'],
  no: ['谢谢你说出来，这次先不安排，我们记下了。', '现在条件还不够，有变化第一时间告诉你。'],
  more: ['已经寄出，注意查收。', '做好了，你来看看是不是想要的样子。'],
};

/** What members told, longest waiting first, and an answer that they read. */
export const Wishes = () => {
  const [state] = usePicked('state', STATES);
  const [kind] = usePicked('kind', KINDS);
  const rows = useRows('wishes', 'list', { limit: 50, state, ...given({ kind }) }, { everyMs: 15_000 });
  const [act, setAct] = useState<Act>();
  return (
    <>
      <Sheets
        of={rows}
        filters={
          <>
            <PickFilter name="状态" param="state" options={STATES} />
            <PickFilter name="哪一种" param="kind" options={KINDS} />
          </>
        }
        one={(row) => <One key={row.id} row={row} onAct={(as) => setAct({ row, as })} />}
        blank={
          <Blank title={state === 'open' ? '都回复过了' : '这里是空的'}>
            会员在小程序里写下心愿和建议，等得最久的排在最前面；每条都要有回音，TA 会收到。
          </Blank>
        }
      />
      <Answer key={act ? `${act.row.id}:${act.as}` : 'none'} act={act} onClose={() => setAct(undefined)} />
    </>
  );
};

const One = ({ row, onAct }: { row: Row; onAct: (as: Act['as']) => void }) => {
  const can = useCan();
  const yes = row.kind === 'wish' ? '实现它' : '采纳';
  return (
    <Card
      title={
        <>
          <Link to={`/people/${row.personId}`}>{row.nickname || '新朋友'}</Link>的{WISH_KIND_NAMES[row.kind]}
        </>
      }
      sub={when(row.at)}
      extra={
        <span className="row">
          {row.state !== 'open' && <Pill tone={TONES[row.state]}>{WISH_STATE_NAMES[row.state]}</Pill>}
          {can('koc.write') && (row.state === 'open' || row.state === 'declined') && (
            <>
              {row.state === 'open' && <Button onClick={() => onAct('no')}>暂不安排</Button>}
              <Button type="primary" onClick={() => onAct('yes')}>
                {yes}
              </Button>
            </>
          )}
          {can('koc.write') && (row.state === 'granted' || row.state === 'adopted') && (
            <Button onClick={() => onAct('more')}>补充进展</Button>
          )}
        </span>
      }
    >
      <p className="wish-text">{row.text}</p>
      {row.answer && (
        <p className="quiet">
          {`${row.answeredBy ?? ''} 答复：${row.answer}${row.points ? `（送了 ${row.points} 积分）` : ''}`}
        </p>
      )}
      {row.followUps.map(({ at, by, text }) => (
        <p key={at} className="quiet">{`${when(at)} ${by}：${text}`}</p>
      ))}
    </Card>
  );
};

interface Wish {
  text: string;
  points?: number | null;
}

const Answer = ({ act, onClose }: { act: Act | undefined; onClose: () => void }) => {
  const answer = useSend('wishes', 'answer', { then: onClose });
  const followUp = useSend('wishes', 'followUp', { then: onClose });
  const [key] = useState(newKey);
  if (!act) return null;
  const { row, as } = act;
  const name = WISH_KIND_NAMES[row.kind];
  const titles = {
    yes: row.kind === 'wish' ? '实现这个心愿' : '采纳这条建议',
    no: `这个${name}暂不安排`,
    more: `${name}的新进展`,
  };
  return (
    <FormModal<Wish>
      title={titles[as]}
      open
      ok="发给 TA"
      initial={{ points: 0 }}
      busy={answer.isPending || followUp.isPending}
      failure={answer.error ?? followUp.error}
      onClose={onClose}
      onFinish={({ text, points }) =>
        as === 'more'
          ? followUp.mutate({ id: row.id, text, requestKey: key })
          : answer.mutate({ id: row.id, yes: as === 'yes', answer: text, points: points ?? 0 })
      }
    >
      <p className="wish-text" style={{ marginBottom: 12 }}>
        {row.text}
      </p>
      <Form.Item
        name="text"
        label={`怎么回复 ${row.nickname || 'TA'}（会发给本人）`}
        rules={[{ required: true, min: 2, max: 300, message: '写上回复，2 到 300 个字' }]}
      >
        <Input.TextArea autoSize={{ minRows: 3 }} maxLength={300} />
      </Form.Item>
      <Form.Item noStyle shouldUpdate>
        {({ setFieldValue }) => (
          <div className="row" style={{ flexWrap: 'wrap', marginBottom: 14 }}>
            {READY[as].map((text) => (
              <Button key={text} size="small" onClick={() => setFieldValue('text', text)}>
                {text.length > 14 ? `${text.slice(0, 14)}…` : text}
              </Button>
            ))}
          </div>
        )}
      </Form.Item>
      {as === 'yes' && (
        <Form.Item name="points" label="顺手送点积分（可以不送）">
          <InputNumber min={0} max={10_000} precision={0} suffix="积分" />
        </Form.Item>
      )}
    </FormModal>
  );
};
