import { ACTIVITY_KIND_NAMES } from '@kouyi/shared/types';
import { Button } from 'antd';
import { useApi } from '../api';
import { Page } from '../app/Page';
import { Bones } from '../ui/Bones';
import { Failed, Tag } from '../ui/pieces';
import { useGo } from '../ui/use';
import { freshRule } from './rule';
import { Sentence } from './Sentence';
import './words.scss';

const Templates = () => {
  const go = useGo();
  const templates = useApi('activities', 'templates', {});
  if (templates.isPending) return <Bones />;
  if (templates.error) return <Failed failure={templates.error} retry={() => void templates.refetch()} />;
  return (
    <div className="templates">
      {templates.data.items.map(({ id, title, kind, why, rule }) => (
        <button key={id} type="button" onClick={() => go('/activities/edit', { rule })}>
          <span>
            <Tag>{ACTIVITY_KIND_NAMES[kind]}</Tag>
          </span>
          <b>{title}</b>
          <p>{why}</p>
        </button>
      ))}
    </div>
  );
};

/** A new activity: by a sentence, from a template, from nothing, or many from a table. */
export const NewActivity = () => {
  const go = useGo();
  return (
    <Page
      title="建一个活动"
      back={{ name: '活动', to: '/activities' }}
      acts={
        <>
          <Button onClick={() => go('/activities/import')}>从表格导入</Button>
          <Button onClick={() => go('/activities/edit', { rule: freshRule() })}>从空白开始</Button>
        </>
      }
    >
      <Sentence />
      <h2 className="section-title">或者从模板改起</h2>
      <Templates />
    </Page>
  );
};
