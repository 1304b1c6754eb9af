import { Modal } from 'antd';
import { type ReactNode, createContext, useContext, useEffect, useMemo, useState } from 'react';
import { Finder } from './Finder';

const keys = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';
const Opening = createContext<{ open: () => void; keys: string }>({ open: () => undefined, keys });
/** Opens the search; what its keys are called on this machine. */
export const useSearch = () => useContext(Opening);

/** The search over everything that has a name and a page, and over the pages themselves; Ctrl+K or ⌘K anywhere. */
export const Search = ({ children }: { children: ReactNode }) => {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setShown((before) => !before);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  const opening = useMemo(() => ({ open: () => setShown(true), keys }), []);
  return (
    <Opening.Provider value={opening}>
      {children}
      <Modal
        open={shown}
        onCancel={() => setShown(false)}
        title={<span className="unseen">搜索</span>}
        styles={{ header: { margin: 0 } }}
        footer={null}
        closable={false}
        destroyOnHidden
        width={600}
        rootClassName="search-box"
      >
        <Finder onDone={() => setShown(false)} />
      </Modal>
    </Opening.Provider>
  );
};
