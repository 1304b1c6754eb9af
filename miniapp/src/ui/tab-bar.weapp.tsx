export type TabName = 'home' | 'checkIn' | 'me';

/** WeChat draws the tabs itself. */
export const TabBar = (_props: { here: TabName }) => null;
