import { useEffect, useState } from 'react';
import { Box, Field } from './elements';
import './search.scss';

interface Props {
  label: string;
  placeholder: string;
  /** Called with what is typed once the typing rests, and at once on the search key. Trimmed. */
  onSearch: (text: string) => void;
}

const REST_MS = 350;

/** A field to look for something by its name. */
export const Search = ({ label, placeholder, onSearch }: Props) => {
  const [text, setText] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => onSearch(text.trim()), REST_MS);
    return () => clearTimeout(timer);
  }, [text, onSearch]);
  return (
    <Box className="search">
      <Field
        kind="search"
        label={label}
        placeholder={placeholder}
        value={text}
        maxLength={60}
        onText={setText}
        onEnter={() => onSearch(text.trim())}
      />
    </Box>
  );
};
