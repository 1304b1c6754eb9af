import { Form, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { Trouble } from './pieces';

/**
 * A short form in a box: what it is, its fields, what went wrong beside them, one way on and one way out. What was
 * typed is forgotten when it closes.
 */
export const FormModal = <Wish extends object>({
  title,
  open,
  ok,
  cancel = '先不',
  initial,
  busy,
  failure,
  onClose,
  onFinish,
  children,
}: {
  title: string;
  open: boolean;
  /** What the one way on is called. */
  ok: string;
  cancel?: string;
  /** What stands in the fields at first. */
  initial?: { [Field in keyof Wish]?: unknown };
  busy: boolean;
  /** What went wrong with the whole; what belongs to a field is shown by the field. */
  failure: unknown;
  onClose: () => void;
  onFinish: (wish: Wish) => void;
  children: ReactNode;
}) => {
  const [form] = Form.useForm<Wish>();
  // What went wrong the last time is forgotten with what was typed.
  const [past, setPast] = useState<unknown>(null);
  if (!open && past !== failure) setPast(failure);
  return (
    <Modal
      title={title}
      open={open}
      onCancel={onClose}
      okText={ok}
      cancelText={cancel}
      confirmLoading={busy}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        {...(initial ? { initialValues: initial } : {})}
        onFinish={(wish: Wish) => onFinish(wish)}
      >
        {children}
        <button type="submit" hidden />
      </Form>
      <Trouble failure={failure === past ? null : failure} />
    </Modal>
  );
};
