import { Button, Modal } from 'antd';
import { useCopy } from '../ui/copy';

/** Something that is shown once: to be copied now, never to be seen again. */
export const Secret = ({
  title,
  secret,
  hint,
  onClose,
}: {
  title: string;
  secret: string | undefined;
  hint: string;
  onClose: () => void;
}) => {
  const copy = useCopy();
  return (
    <Modal
      title={title}
      open={secret !== undefined}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        <>
          <Button onClick={onClose}>我存好了</Button>
          <Button type="primary" onClick={() => copy(secret ?? '')}>
            复制
          </Button>
        </>
      }
    >
      <p style={{ marginBottom: 10 }}>{hint}</p>
      <code style={{ fontSize: 15, overflowWrap: 'anywhere', userSelect: 'all' }}>{secret}</code>
    </Modal>
  );
};
