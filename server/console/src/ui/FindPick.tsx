import { Select } from 'antd';
import { type UIEvent, useState } from 'react';
import type { Rows } from '../api';
import { useStill } from './use';

/** What a form hands to a field that picks one thing. */
export interface PickProps {
  /** By it the heading of the field leads here. */
  id?: string;
  value?: string | undefined;
  onChange?: (id: string | undefined) => void;
}

interface Option {
  value: string;
  label: string;
}

/** What was found so far, as something to pick from. */
export const optionsOf = <T,>({ rows, ...found }: Rows<T>, optionOf: (row: T) => Option): Rows<Option> => ({
  ...found,
  rows: rows.map(optionOf),
});

const nobody = (): undefined => undefined;

/** So near to its end the list goes on. */
const NEAR_PX = 60;

/** One thing of many, found by typing or by going down the list: the server looks, so that ten thousand are no trouble. */
export const FindPick = ({
  id,
  value,
  onChange,
  name,
  placeholder,
  clear = false,
  useFound,
  useOne = nobody,
}: PickProps & {
  /** What is picked, for those who can't see it. */
  name: string;
  placeholder: string;
  /** Whether what was picked can be taken back. */
  clear?: boolean;
  /** What fits the text, as the server knows it; without a text the first few. */
  useFound: (found: { q?: string }) => Rows<Option>;
  /** What has this id, where the server does not find it by that: closed by now, or of another kind. */
  useOne?: (id: string | undefined) => Option | undefined;
}) => {
  const [q, setQ] = useState('');
  const asked = useStill(q);
  const { rows: found, more, isMore } = useFound(asked ? { q: asked } : {});
  const [picked, setPicked] = useState<Option>();
  const has = (options: readonly Option[]) => options.some((option) => option.value === value);
  // What an address or a form brought along is looked up, where the server finds by id.
  const unknown = value !== undefined && picked?.value !== value && !has(found);
  const byText = useFound(unknown ? { q: value } : {}).rows.filter((option) => option.value === value);
  const byId = useOne(unknown ? value : undefined);
  const brought = byId ? [byId] : byText;
  // What was picked goes on by its name, although the first few don't have it; among what was just found it has no place.
  const kept = q === '' && !has(found) ? (picked?.value === value ? [picked] : brought) : [];
  const goOn = ({ currentTarget: { scrollTop, clientHeight, scrollHeight } }: UIEvent<HTMLElement>): void => {
    if (!isMore && scrollTop + clientHeight > scrollHeight - NEAR_PX) more?.();
  };
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      showSearch={{ filterOption: false, onSearch: setQ }}
      onPopupScroll={goOn}
      popupRender={(list) => (
        <>
          {list}
          {more && <div className="find-more">{isMore ? '正在找…' : '还有更多，往下拉'}</div>}
        </>
      )}
      allowClear={clear}
      placeholder={placeholder}
      aria-label={name}
      style={{ minWidth: 180 }}
      value={value ?? null}
      onChange={(chosen: string | null | undefined) => {
        setPicked(found.find((option) => option.value === chosen));
        onChange?.(chosen ?? undefined);
      }}
      options={[...kept.flatMap((option) => option ?? []), ...found]}
    />
  );
};
