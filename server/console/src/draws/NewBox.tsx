import { useApi } from '../api';
import { Page } from '../app/Page';
import { Bones } from '../ui/Bones';
import { Failed, Tag } from '../ui/pieces';
import { useGo } from '../ui/use';
import '../activities/words.scss';

/** A new box, from one that has proven itself. */
export const NewBox = () => {
  const go = useGo();
  const templates = useApi('draws', 'templates', {});
  return (
    <Page
      title="设计一个盲盒"
      back={{ name: '盲盒', to: '/boxes' }}
      lead="先挑一个最像的，名字、奖品、概率都能改；存好之前什么都不会发生。"
    >
      {templates.isPending && <Bones />}
      {templates.error && <Failed failure={templates.error} retry={() => void templates.refetch()} />}
      {templates.data && (
        <div className="templates">
          {templates.data.items.map(({ key, name, line, design }) => (
            <button key={key} type="button" onClick={() => go('/boxes/edit', { design })}>
              <span>
                <Tag>
                  {design.guarantee
                    ? `${design.guarantee.afterDraws} 次保底`
                    : `${design.prizes.length} 种奖`}
                </Tag>
              </span>
              <b>{name}</b>
              <p>{line}</p>
            </button>
          ))}
        </div>
      )}
    </Page>
  );
};
