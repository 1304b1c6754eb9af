import { Select } from 'antd';
import { useState } from 'react';
import { useStill } from './use';

/** What a form hands to a field that picks one thing. */
export interface PickProps {
  value?: string | undefined;
  onChange?: (id: string | undefined) => void;
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
  useFound: (found: { q?: string }) => { value: string; label: string }[];
}) => {
  const [q, setQ] = useState('');
  const asked = useStill(q);
  const options = useFound(asked ? { q: asked } : {});
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setQ }}
      allowClear={clear}
      placeholder={placeholder}
      aria-label={name}
      style={{ minWidth: 180 }}
      value={value ?? null}
      onChange={(id: string | null | undefined) => onChange?.(id ?? undefined)}
      options={options}
    />
  );
};
