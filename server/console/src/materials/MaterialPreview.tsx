import { MATERIAL_PART_NAMES, MATERIAL_PARTS } from '@kouyi/shared/types';
import { Card } from '../ui/pieces';
import type { MaterialDraft } from './MaterialForm';
import { staffPicture } from './PicturesField';
import './materials.scss';

/** The material as a KOC has it on the phone. */
export const MaterialPreview = ({ draft }: { draft: MaterialDraft }) => {
  const parts = MATERIAL_PARTS.filter((part) => draft.parts[part].trim() !== '');
  return (
    <aside aria-label="KOC 看到的样子" tabIndex={0}>
      <Card title="KOC 看到的样子" sub="发布以后，在小程序「KOC 中心 · 素材」里">
        <div className="phone">
          <p className="phone-bar">素材</p>
          <div className="phone-card">
            <h3>{draft.title.trim() || '还没有标题'}</h3>
            {parts.length === 0 && <p>写一段文字，这里就有了。</p>}
            {parts.map((part) => (
              <div key={part} className="phone-part">
                <small>{MATERIAL_PART_NAMES[part]}</small>
                <p>{draft.parts[part]}</p>
              </div>
            ))}
            {draft.pictures.length > 0 && (
              <div className={`phone-pictures ${draft.pictures.length === 1 ? 'one' : ''}`}>
                {draft.pictures.map(({ id }, i) => (
                  <img key={id} src={staffPicture(id)} alt={`第 ${i + 1} 张图`} />
                ))}
              </div>
            )}
            {parts.length > 0 && <p className="phone-link">每位 KOC 自己的链接</p>}
          </div>
          <div className="phone-join" style={{ marginTop: 12 }}>
            复制文字
          </div>
        </div>
      </Card>
    </aside>
  );
};
