import { QueryClientProvider } from '@tanstack/react-query';
import { App as Antd, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { useMemo, useState } from 'react';
import { RouterProvider } from 'react-router';
import { createQueryClient } from '../api';
import { Toasts } from '../ui/Toasts';
import { Look } from './look';
import { createRouter } from './router';
import { useTheme } from './theme';

/** The console: one look, one cache, one router. */
export const App = () => {
  const { config, choice, dark, choose } = useTheme();
  const [client] = useState(createQueryClient);
  const [router] = useState(createRouter);
  const look = useMemo(() => ({ choice, dark, choose }), [choice, dark, choose]);
  return (
    <ConfigProvider theme={config} locale={zhCN} button={{ autoInsertSpace: false }}>
      <Antd>
        <Toasts>
          <Look.Provider value={look}>
            <QueryClientProvider client={client}>
              <RouterProvider router={router} />
            </QueryClientProvider>
          </Look.Provider>
        </Toasts>
      </Antd>
    </ConfigProvider>
  );
};
