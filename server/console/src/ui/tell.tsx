import { App, Button } from 'antd';
import { useCallback } from 'react';

const SHOWN_SECONDS = 6;

/** Says what happened, with a way back where there is one. */
export const useTell = (): ((text: string, undo?: () => void) => void) => {
  const { message } = App.useApp();
  return useCallback(
    (text, undo) => {
      const key = `done-${Date.now()}`;
      void message.info({
        key,
        duration: SHOWN_SECONDS,
        content: (
          <span>
            {text}
            {undo && (
              <Button
                type="link"
                size="small"
                onClick={() => {
                  message.destroy(key);
                  undo();
                }}
              >
                撤销
              </Button>
            )}
          </span>
        ),
      });
    },
    [message],
  );
};
