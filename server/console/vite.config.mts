import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env.KOUYI_API ?? 'http://127.0.0.1:3000';

/** The server serves the console below /console/; `npm run dev` here passes the API through to a running server. */
export default defineConfig({
  base: '/console/',
  plugins: [react()],
  server: { port: 5173, proxy: { '/api': { target: api, ws: true } } },
  build: {
    outDir: 'dist',
    target: 'es2022',
    sourcemap: false,
    // Each group below is its own file; echarts is only fetched by the pages that draw a chart.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'react',
              test: /node_modules[\\/](react|react-dom|react-router|scheduler)[\\/]/,
              priority: 3,
            },
            { name: 'echarts', test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 3 },
            {
              name: 'antd',
              test: /node_modules[\\/](antd|@ant-design|@rc-component|rc-[a-z-]+|dayjs)[\\/]/,
              priority: 2,
            },
          ],
        },
      },
    },
  },
});
