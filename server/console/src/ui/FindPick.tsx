import { Select } from 'antd';
import { useState } from 'react';
import { useStill } from './use';

/** What a form hands to a field that picks one thing. */
export interface PickProps {
  value?: string | undefined;
  onChange?: (id: string | undefined) => void;
}

interface Option {
  value: string;
  label: string;
}

/** One thing of many, found by typing: the server looks, so that ten thousand are no trouble. */
export const FindPick = ({
  value,
  onChange,
  name,
  placeholder,
  clear = false,
  useFound,
}: PickProps & {
  /** What is picked, for those who can't see it. */
  name: string;
  placeholder: string;
  /** Whether what was picked can be taken back. */
  clear?: boolean;
  /** What fits the text, as the server knows it; without a text the first few. */
  useFound: (found: { q?: string }) => Option[];
}) => {
  const [q, setQ] = useState('');
  const asked = useStill(q);
  const found = useFound(asked ? { q: asked } : {});
  const [picked, setPicked] = useState<Option>();
  const has = (options: readonly Option[]) => options.some((option) => option.value === value);
  // What an address or a form brought along is looked up, where the server finds by id.
  const unknown = value !== undefined && picked?.value !== value && !has(found);
  const brought = useFound(unknown ? { q: value } : {}).filter((option) => option.value === value);
  // What was picked goes on by its name, although the first few don't have it; among what was just found it has no place.
  const kept = q === '' && !has(found) ? (picked?.value === value ? [picked] : brought) : [];
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setQ }}
      allowClear={clear}
      placeholder={placeholder}
      aria-label={name}
      style={{ minWidth: 180 }}
      value={value ?? null}
      onChange={(id: string | null | undefined) => {
        setPicked(found.find((option) => option.value === id));
        onChange?.(id ?? undefined);
      }}
      options={[...kept.flatMap((option) => option ?? []), ...found]}
    />
  );
};
