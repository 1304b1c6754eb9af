import type { ReactNode } from 'react';
import { go, PAGES } from '@/platform/navigate';

export type TabName = 'home' | 'checkIn' | 'me';

const icon = (children: ReactNode) => (
  <svg
    viewBox="0 0 24 24"
    width="24"
    height="24"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.8"
    aria-hidden
  >
    {children}
  </svg>
);

const TABS: { name: TabName; title: string; icon: ReactNode }[] = [
  {
    name: 'home',
    title: '福利',
    icon: icon(
      <path d="M4 10h16v10H4zM3 6.5h18V10H3zM12 6.5V20M12 6.5c-3 0-5-1-5-2.6C7 2.4 10 2 12 6.5c2-4.5 5-4.1 5-2.6 0 1.6-2 2.600-5 2.600Z" />,
    ),
  },
  {
    name: 'checkIn',
    title: '打卡',
    icon: icon(
      <>
        <rect x="4" y="5" width="16" height="15" rx="3" />
        <path d="M8 3v4M16 3v4M8.5 13.5l2.5 2.5 4.5-5" />
      </>,
    ),
  },
  {
    name: 'me',
    title: '我的',
    icon: icon(
      <>
        <circle cx="12" cy="8" r="4" />
        <path d="M4 21c1-4.500 4-6 8-6s7 1.500 8 6" />
      </>,
    ),
  },
];

/** The tabs at the foot of the screen on h5; WeChat draws its own from `app.config.ts`. */
export const TabBar = ({ here }: { here: TabName }) => (
  <nav className="tab-bar" aria-label="主要页面">
    {TABS.map((tab) => (
      <button
        key={tab.name}
        type="button"
        className={`tap tab ${tab.name === here ? 'tab-here' : ''}`}
        aria-current={tab.name === here ? 'page' : undefined}
        onClick={() => tab.name !== here && go(PAGES[tab.name])}
      >
        {tab.icon}
        {tab.title}
      </button>
    ))}
  </nav>
);
