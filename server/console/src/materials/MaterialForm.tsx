import { MATERIAL_PART_NAMES, MATERIAL_PARTS, type MaterialPart } from '@kouyi/shared/types';
import { Input, Select } from 'antd';
import { Field } from '../activities/editor/Field';
import { type In, useApi } from '../api';
import { ProductPick } from '../products/ProductPick';
import { Card } from '../ui/pieces';
import { PicturesField } from './PicturesField';

/** What a material says. */
export type MaterialDraft = Omit<In<'materials', 'save'>, 'id' | 'revision'>;

export const BLANK_MATERIAL: MaterialDraft = {
  title: '',
  parts: { experience: '', service: '', value: '' },
  pictures: [],
  tags: [],
};

const HINTS: Record<MaterialPart, string> = {
  experience: '像朋友一样说：用了什么、几天、什么感觉。',
  service: '谁能帮上忙：老师、门店、怎么找到人。',
  value: '现在有什么好处，到什么时候。',
};

/** A material by form: three parts of text, pictures, what it is about. */
export const MaterialForm = ({
  draft,
  onChange,
}: {
  draft: MaterialDraft;
  onChange: (draft: MaterialDraft) => void;
}) => {
  const tags = useApi('materials', 'tags', {});
  const change = (part: Partial<MaterialDraft>): void => onChange({ ...draft, ...part });
  return (
    <div className="stack">
      <Card title="写什么" sub="三段各是各的，KOC 可以只转其中一段；空着的不显示。">
        <Field label="标题（KOC 挑的时候看，不会转出去）">
          <Input
            value={draft.title}
            maxLength={40}
            placeholder="比如：精华的第一周"
            onChange={({ target }) => change({ title: target.value })}
          />
        </Field>
        {MATERIAL_PARTS.map((part) => (
          <Field key={part} label={MATERIAL_PART_NAMES[part]} hint={HINTS[part]}>
            <Input.TextArea
              value={draft.parts[part]}
              maxLength={600}
              autoSize={{ minRows: 3, maxRows: 12 }}
              onChange={({ target }) => change({ parts: { ...draft.parts, [part]: target.value } })}
            />
          </Field>
        ))}
      </Card>
      <Card title="配什么图" sub="最多 9 张，朋友圈正好放得下；发布后才能从外面打开。">
        <PicturesField value={draft.pictures} max={9} onChange={(pictures) => change({ pictures })} />
      </Card>
      <Card title="说的是什么">
        <Field label="商品" hint="选了商品，转发的链接就算这件商品的佣金。">
          <ProductPick value={draft.productId} onChange={(productId) => change({ productId })} />
        </Field>
        <Field label="标签">
          <Select
            mode="tags"
            aria-label="标签"
            maxCount={8}
            placeholder="写一个，按回车"
            tokenSeparators={[',', '，', ' ']}
            value={draft.tags}
            onChange={(next: string[]) => change({ tags: next.map((tag) => tag.slice(0, 12)) })}
            options={(tags.data?.items ?? []).map((value) => ({ value, label: value }))}
          />
        </Field>
      </Card>
    </div>
  );
};
