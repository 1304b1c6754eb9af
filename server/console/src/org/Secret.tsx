import { App, Button, Modal } from 'antd';

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
  const { message } = App.useApp();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(secret ?? '');
      void message.info('复制好了');
    } catch {
      // Without the right to the clipboard the text can still be picked by hand.
      void message.warning('浏览器不让复制，手动选中再复制吧');
    }
  };
  return (
    <Modal
      title={title}
      open={secret !== undefined}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        <>
          <Button onClick={onClose}>我存好了</Button>
          <Button type="primary" onClick={() => void copy()}>
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
