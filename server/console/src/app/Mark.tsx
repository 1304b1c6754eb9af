/** The mark: a `1` in a chat bubble. */
export const Mark = ({ size = 28 }: { size?: number }) => (
  <svg width={size} height={(size * 28) / 30} viewBox="0 0 30 28" aria-hidden>
    <path d="M8 1h14a7 7 0 0 1 7 7v8a7 7 0 0 1-7 7H5l-4 4V8a7 7 0 0 1 7-7Z" fill="var(--cinnabar)" />
    <path
      d="M13 8.5 16.4 6v12"
      stroke="#fff"
      strokeWidth="2.6"
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);
