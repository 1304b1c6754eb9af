import { Form, type FormInstance, Modal } from 'antd';
import { type ReactNode, type SyntheticEvent, useLayoutEffect, useRef, useState } from 'react';
import { fieldOf, sentenceOf } from '../api';
import { Trouble } from './pieces';
import { useMedia } from './use';

/** The way to the field of this form that a refusal names: the form's `perDay` is the server's `rule.perDay`. */
const wayTo = (form: FormInstance, failure: unknown): (string | number)[] | undefined => {
  const named = fieldOf(failure);
  if (named === undefined) return undefined;
  const fields = form.getFieldsError().map(({ name }) => ({ name, path: name.join('.') }));
  // A list of fields has no place of its own to say something in.
  const isList = (path: string): boolean => fields.some((other) => other.path.startsWith(`${path}.`));
  return fields.find(({ path }) => (named === path || named.endsWith(`.${path}`)) && !isList(path))?.name;
};

/** What can be typed into or pressed first. A day is not: its calendar would open by itself and cover the rest. */
const FIRST = 'input:not([type="file"]), textarea, button:not([hidden])';

const focusFirst = (box: HTMLElement | null): void => {
  if (!box || box.contains(document.activeElement)) return;
  const first = [...box.querySelectorAll<HTMLElement>(FIRST)].find(
    (one) => !one.matches(':disabled') && one.getClientRects().length > 0,
  );
  if (first?.closest('.ant-picker') === null) first.focus({ preventScroll: true });
};

/** Beside the box, on what lies behind it: not on a button in it. */
const isBeside = ({ target }: SyntheticEvent): boolean =>
  target instanceof Element && target.matches('.ant-modal-wrap');

/**
 * A short form in a box: what it is, its fields, what went wrong beside them, one way on and one way out. What was
 * typed is forgotten when it closes, and a press that went beside the box does not close it once something was typed.
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
  /** What went wrong: said at the field it names, or below all of them. */
  failure: unknown;
  onClose: () => void;
  onFinish: (wish: Wish) => void;
  children: ReactNode;
}) => {
  // The form's own, new with each opening: what the last one left behind would go before what stands there at first.
  const form = useRef<FormInstance<Wish>>(null);
  const fields = useRef<HTMLDivElement>(null);
  const touch = useMedia('(hover: none)');
  // What went wrong the last time is forgotten with what was typed.
  const [past, setPast] = useState<unknown>(null);
  if (!open && past !== failure) setPast(failure);
  const now = failure === past ? null : failure;
  const [saidAtField, setSaidAtField] = useState<unknown>(null);
  useLayoutEffect(() => {
    const it = form.current;
    const name = it && wayTo(it, now);
    if (!name) return;
    it.setFields([{ name: name as never, errors: [sentenceOf(now)] }]);
    it.focusField(name);
    setSaidAtField(now);
  }, [now]);
  return (
    <Modal
      title={title}
      open={open}
      onCancel={(event) => {
        if (!isBeside(event) || !form.current?.isFieldsTouched()) onClose();
      }}
      okText={ok}
      cancelText={cancel}
      confirmLoading={busy}
      onOk={() => form.current?.submit()}
      // On a phone the keyboard would come up over half of the box before it was read.
      afterOpenChange={(isOpen) => isOpen && !touch && focusFirst(fields.current)}
      destroyOnHidden
    >
      <div
        ref={fields}
        onKeyDown={({ key, ctrlKey, metaKey, target }) => {
          // In several lines Enter begins the next one.
          if (key === 'Enter' && (ctrlKey || metaKey) && target instanceof HTMLTextAreaElement)
            form.current?.submit();
        }}
      >
        <Form
          ref={form}
          layout="vertical"
          requiredMark={false}
          preserve={false}
          scrollToFirstError={{ block: 'nearest', focus: true }}
          {...(initial ? { initialValues: initial } : {})}
          onFinish={(wish: Wish) => {
            // Enter comes past the button that waits, and once more after all is done.
            if (open && !busy) onFinish(wish);
          }}
        >
          {children}
          <button type="submit" hidden />
        </Form>
      </div>
      <Trouble failure={now !== null && saidAtField === now ? null : now} />
    </Modal>
  );
};
